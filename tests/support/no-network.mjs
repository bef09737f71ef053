// Starts a program without network and lets a debugger in. Plain JavaScript: any Node runs it, and nothing is loaded first.
//   run PROGRAM ARGUMENTS…   the program in a network namespace of its own
//   relay SOCKET             inside it: whoever connects to the socket says a port first, and is connected to it
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const HOST = '127.0.0.1';
const LISTENING = /ws:\/\/127\.0\.0\.1:(\d+)\//;
// The relay ends with its input, which ends with this process. The program waits for it: whoever is told of its debugger
// connects at once.
const INSIDE = [
  'ip link set lo up || exit 1',
  '"$1" "$2" relay "$3" <&3 & until [ -S "$3" ] || ! kill -0 $!; do sleep 0.05; done',
  'shift 3; exec 3<&-; exec "$@"',
].join('\n');

const [mode, ...rest] = process.argv.slice(2);
if (mode === 'relay') relay(rest[0] ?? '');
else run(rest);

function run(command) {
  const folder = mkdtempSync(path.join(tmpdir(), 'no-network-'));
  const socket = path.join(folder, 'relay');
  const here = [process.execPath, process.argv[1] ?? '', socket];
  const child = spawn('unshare', ['-n', 'sh', '-c', INSIDE, 'sh', ...here, ...command], {
    stdio: ['inherit', 'inherit', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: child.stderr });
  lines.on('line', (line) => {
    const port = Number(LISTENING.exec(line)?.[1] ?? 0);
    // Said only once this side listens, for whoever reads the line connects at once.
    if (port === 0) process.stderr.write(`${line}\n`);
    else openDoor(port, socket, () => process.stderr.write(`${line}\n`));
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(code ?? (signal === null ? 0 : 1));
  });
}

function openDoor(port, socket, opened) {
  const server = createServer((outside) => {
    const inside = connect(socket);
    inside.write(`${port}\n`);
    join(outside, inside);
  });
  server.once('error', (error) => process.stderr.write(`The debugger cannot be let in: ${error.message}\n`));
  server.listen(port, HOST, opened);
}

function relay(socket) {
  process.stdin.resume().once('end', () => process.exit(0));
  createServer((outside) => {
    outside.once('data', (first) => {
      const end = first.indexOf('\n');
      const inside = connect(Number(first.subarray(0, end)), HOST);
      inside.write(first.subarray(end + 1));
      join(outside, inside);
    });
  }).listen(socket);
}

function join(one, other) {
  for (const end of [one, other]) end.on('error', () => void (one.destroy(), other.destroy()));
  one.pipe(other).pipe(one);
}
