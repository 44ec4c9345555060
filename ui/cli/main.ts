#!/usr/bin/env node
// The `siplab` program. Everything else is loaded once it is clear that it can run, and only as far as the command needs it.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`siplab: Node ${process.versions.node} is too old; 20.19 or later is needed\n`);
  process.exitCode = 2;
} else {
  const { program } = await import('./program.ts');
  process.exitCode = await program(process.argv.slice(2));
}
