// Uses the server as model clients do, by the official TypeScript SDK. Arguments: one or several endpoints of the same
// installation, which take turns request by request; or -- and a command that speaks over standard input and output. Prints one JSON line per finding; the exit code is 0 if all was done.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

const [first, ...others] = process.argv.slice(2);
const endpoints = first === '--' ? [] : [first, ...others].map(url => new URL(url));
const found = (name, value) => console.log(JSON.stringify({ [name]: value }));
const SLOW = { task: 'take your time', num_agents: 100, max_concurrent_agents: 1 };

let turn = 0;
const taking_turns = (url, init) => fetch(new URL(url.pathname, endpoints[turn++ % endpoints.length]), init);
const client = new Client({ name: 'client-test', version: '1' });
const errors = [];
// What was under way when a call was given up may still come: the protocol knows no better.
client.onerror = error => String(error).includes('progress notification for an unknown token') || errors.push(String(error));
const transport = endpoints.length === 0
    ? new StdioClientTransport({ command: others[0], args: others.slice(1), stderr: 'inherit' })
    : new StreamableHTTPClientTransport(endpoints[0], { fetch: taking_turns });
await client.connect(transport);

const until = async condition => {
    for (let tries = 0; tries < 200; tries++) {
        const value = await condition();
        if (value) return value;
        await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error('in vain: ' + condition);
};
const tool = async (name, args, options) =>
    (await client.callTool({ name, arguments: args }, undefined, options)).structuredContent;
const status = async id => (await tool('get_orchestration_status', { task_id: id })).status;

found('tools', (await client.listTools()).tools.map(one => one.name));

const progress = [];
const report = await client.callTool(
    { name: 'orchestrate_research', arguments: { task: 'tides', num_agents: 6, wait_seconds: 60 } }, undefined,
    { onprogress: step => progress.push(step), timeout: 60_000, resetTimeoutOnProgress: true });
found('status', report.structuredContent.status);
found('text', report.content[0].text.split('\n')[0]);
found('progress', progress.map(step => step.progress));

const finished = report.structuredContent.task_id;
found('report', (await client.readResource({ uri: `orchestrator://${finished}/report` })).contents[0].mimeType);
found('templates', (await client.listResourceTemplates()).resourceTemplates.length);
found('prompts', (await client.listPrompts()).prompts.map(one => one.name));
found('prompt', (await client.getPrompt({ name: 'fact_check', arguments: { claim: 'Tides are made by the moon.' } }))
    .messages[0].content.text.includes('Tides are made by the moon.'));
found('completion', (await client.complete({
    ref: { type: 'ref/resource', uri: 'orchestrator://{task_id}/report' }, argument: { name: 'task_id', value: finished },
})).completion.values);

const slow = (await tool('orchestrate_research', SLOW)).task_id;
const uri = `orchestrator://${slow}/status`;
let updates = 0;
client.setNotificationHandler(ResourceUpdatedNotificationSchema, news => { updates += news.params.uri === uri ? 1 : 0; });
await client.subscribeResource({ uri });
await until(() => updates >= 3);
found('updated', true);
await client.unsubscribeResource({ uri });

const kept = await cancelled({ wait_seconds: 60 });
found('cancelled_call_leaves', await status(kept));
const ended = await cancelled({ wait_seconds: 60, cancel_on_disconnect: true });
await until(async () => await status(ended) === 'cancelled');
found('cancelled_call_stops', await status(ended));

const wrong = await client.callTool({ name: 'orchestrate_research', arguments: { num_agents: 0 } });
found('refused', { isError: wrong.isError, text: wrong.content[0].text });
found('errors', errors);
await tool('cancel_orchestration', { task_id: slow });
await tool('cancel_orchestration', { task_id: kept }).catch(() => {});
await transport.terminateSession?.();
await client.close();

// Calls and gives the call up as soon as the first progress tells that it has begun; answers the id of the workflow.
async function cancelled(args) {
    const giving_up = new AbortController();
    const title = 'given up ' + Math.random();
    const call = client.callTool({ name: 'orchestrate_research', arguments: { ...SLOW, ...args, title } }, undefined,
        { signal: giving_up.signal, onprogress: () => giving_up.abort('enough') });
    await call.then(() => { throw new Error('it was answered'); }, () => {});
    const ids = (await client.complete({
        ref: { type: 'ref/resource', uri: 'orchestrator://{task_id}/status' }, argument: { name: 'task_id', value: '' },
    })).completion.values;
    for (const id of ids) {
        if ((await tool('get_orchestration_status', { task_id: id })).title === title) return id;
    }
    throw new Error('it is not listed');
}
