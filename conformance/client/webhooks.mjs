// Verifies deliveries as a receiver does, by the package of Standard Webhooks: one JSON object a line of headers, body and secret;
// answers a line for each, "ok" or what is wrong.
import { createInterface } from 'node:readline';
import { Webhook } from 'standardwebhooks';

for await (const line of createInterface({ input: process.stdin })) {
  const { headers, body, secret } = JSON.parse(line);
  try {
    new Webhook(secret).verify(body, headers);
    console.log('ok');
  } catch (failure) {
    console.log(failure.message);
  }
}
