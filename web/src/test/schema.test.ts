import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('the types are those of the description of the API: npm run types makes them', () => {
  const made = execFileSync('node_modules/.bin/openapi-typescript', [
    '../server/src/main/resources/io/colama/server/openapi.json',
  ]).toString();
  // without what the program says about itself
  const plain = (text: string) => text.slice(text.indexOf('export interface paths')).trim();
  expect(plain(readFileSync('src/main/api/schema.ts', 'utf8'))).toBe(plain(made));
});
