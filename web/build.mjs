// What Maven runs: `node build.mjs install|build|test`. Each step is left out when nothing that it reads has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const home = dirname(fileURLToPath(import.meta.url));
const pages = join(home, 'target/classes/io/colama/web/static');

function files(path) {
  if (statSync(path).isDirectory()) {
    return readdirSync(path).sort().flatMap((name) => files(join(path, name)));
  }
  return [path];
}

function digest(...paths) {
  const hash = createHash('sha256');
  for (const file of paths.map((path) => join(home, path)).filter(existsSync).flatMap(files)) {
    hash.update(file.slice(home.length)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

function run(...command) {
  const [program, ...words] = command;
  const done = spawnSync(program, words, { cwd: home, stdio: 'inherit' });
  if (done.status !== 0) {
    console.error(`${command.join(' ')} failed`);
    process.exit(1);
  }
}

/** Does something unless it was done with the same input. */
function once(stamp, input, result, work) {
  const file = join(home, stamp);
  if (existsSync(file) && existsSync(join(home, result)) && readFileSync(file, 'utf8') === input) {
    return;
  }
  rmSync(file, { force: true });
  work();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, input);
}

const DESCRIPTION = '../server/src/main/resources/io/colama/server/openapi.json';
const TOOLS = ['package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts', 'eslint.config.js', 'build.mjs'];

const steps = {
  install: () =>
    once('node_modules/.colama', digest('package-lock.json'), 'node_modules', () =>
      run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'),
    ),
  build: () =>
    once('target/pages.stamp', digest('src/main', ...TOOLS), 'target/classes/io/colama/web/static/index.html', () => {
      run('node_modules/.bin/vite', 'build', '--logLevel', 'warn');
      for (const file of files(pages).filter((name) => /\.(js|css|html|svg)$/.test(name))) {
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
      }
    }),
  test: () =>
    once('target/tests.stamp', digest('src', 'journeys', DESCRIPTION, ...TOOLS), 'target', () => {
      run('node_modules/.bin/tsc', '--noEmit');
      run('node_modules/.bin/eslint', '.');
      run('node_modules/.bin/vitest', 'run', '--reporter=dot');
    }),
};

for (const step of process.argv.slice(2)) {
  if (!(step in steps)) {
    console.error(`there is no step "${step}"; there are ${Object.keys(steps).join(', ')}`);
    process.exit(2);
  }
  steps[step]();
}
