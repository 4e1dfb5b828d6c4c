// Checks manifests against the schemas of Kubernetes and of the Prometheus operator: node validate.mjs FILE...
// The schemas let fields pass that they do not know, and API servers drop them. So each manifest is also compiled, as a literal
// of its type: the compiler of TypeScript allows no other fields.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import yaml from 'js-yaml';

const foreign = { 'monitoring.coreos.com': '@kubernetes-models/prometheus-operator' };
const literals = [];
let failed = 0;

for (const file of process.argv.slice(2)) {
    for (const document of yaml.loadAll(readFileSync(file, 'utf8')).filter(Boolean)) {
        const { apiVersion, kind } = document;
        const module = `${foreign[apiVersion.split('/')[0]] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
        literals.push(`// ${file}\nexport const m${literals.length}: import('${module}').I${kind} = ${JSON.stringify(document, null, 1)};`);
        try {
            const Model = (await import(module))[kind];
            new Model(document).validate();
        } catch (error) {
            failed++;
            console.error(`${file}: ${kind} ${document.metadata?.name}: ${error.message}`);
        }
    }
}

writeFileSync('manifests.ts', literals.join('\n'));
try {
    execFileSync('node_modules/.bin/tsc', ['--noEmit', '--strict', '--skipLibCheck', '--target', 'esnext', '--module', 'nodenext',
        'manifests.ts'], { stdio: 'inherit' });
} catch {
    failed++;
}
console.log(`manifests: ${literals.length} checked, ${failed} faults`);
process.exit(failed === 0 && literals.length > 0 ? 0 : 1);
