// node check.mjs FILE... : does Kaoto's own model read each file of routes, draw every step and save it back unchanged?
import path from 'node:path';
import { check } from './model.mjs';

for (const file of process.argv.slice(2)) {
  const { nodes, problems } = await check(file).catch(error => ({ nodes: 0, problems: [error.message.split('\n')[0]] }));
  console.log(`${problems.length ? 'BAD' : 'ok '} ${path.basename(file)}: ${nodes} nodes`);
  problems.forEach(problem => console.log(`    ${problem}`));
  process.exitCode ||= problems.length ? 1 : 0;
}
