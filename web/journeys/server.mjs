// A real server of the distribution, with a fresh repository of its own.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = join(dirname(fileURLToPath(import.meta.url)), '../..');
const program = join(project, 'dist/target/colama/bin/colama');
const START_MS = 60_000;

/** Where the journeys keep what they make; gone when they end. */
export function directory() {
  const made = mkdtempSync(join(tmpdir(), 'colama-journeys-'));
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** The command line on the repository of the server. */
export function colama(home, ...words) {
  return execFileSync(program, ['--repo', join(home, 'repository'), ...words], { encoding: 'utf8' });
}

/** Starts a server; tells its address and its first login once it listens. */
export function serve(home) {
  colama(home, 'init');
  const child = spawn(program, ['--repo', join(home, 'repository'), 'serve', '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the server does not start: ${said}`)), START_MS);
    const hear = (text) => {
      said += text;
      const address = /(http:\/\/127\.0\.0\.1:\d+)/.exec(said);
      const login = /log in as (\S+) with the password (\S+)/.exec(said);
      if (address !== null && login !== null && said.includes('serving')) {
        clearTimeout(late);
        resolve({
          address: address[1],
          name: login[1],
          password: login[2],
          said: () => said,
          stop: () =>
            new Promise((ended) => {
              child.on('exit', ended);
              child.kill();
            }),
        });
      }
    };
    child.stdout.on('data', (bytes) => hear(String(bytes)));
    child.stderr.on('data', (bytes) => hear(String(bytes)));
    child.on('exit', (status) => reject(new Error(`the server ended with ${status}: ${said}`)));
    process.on('exit', () => child.kill('SIGKILL'));
  });
}
