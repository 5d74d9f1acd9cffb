// Prism 5 mocking our own OpenAPI document, as `prism mock` does: what it answers is made of the document alone.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const probe = createServer().listen(0, '127.0.0.1', () => {
  const { port } = probe.address();
  probe.close(() => {
    const prism = spawn(process.execPath, ['node_modules/@stoplight/prism-cli/dist/index.js', 'mock', '-h', '127.0.0.1', '-p', String(port), process.argv[2]],
      { stdio: ['ignore', 'pipe', 'ignore'] });
    prism.stdout.on('data', (text) => { if (/is listening/.test(text)) console.log(`http://127.0.0.1:${port}`); });
    prism.on('exit', () => process.exit(1));
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => { prism.kill(); process.exit(0); });
  });
});
