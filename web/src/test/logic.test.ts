import { describe, expect, it } from 'vitest';
import { address, cookie } from '../main/api/http';
import { billOf, BILLS } from '../main/logic/bills';
import { counts, kindOf, sections } from '../main/logic/difference';
import { lanes, type Node } from '../main/logic/lanes';
import { nameOf } from '../main/logic/names';
import { completed, narrowed, quoted } from '../main/logic/queries';
import { bytes, count, percent } from '../main/logic/sizes';
import { duration, relative } from '../main/logic/times';

describe('sizes', () => {
  it('have three digits that count', () => {
    expect([0, 1023, 1024, 1536, 10_240, 134_217_728, 1 << 30].map(bytes)).toEqual([
      '0 B',
      '1023 B',
      '1 KiB',
      '1.50 KiB',
      '10 KiB',
      '128 MiB',
      '1 GiB',
    ]);
  });

  it('never say 1024 of a unit', () => {
    for (let power = 10; power <= 50; power += 10) {
      for (const less of [1, 2, 100]) {
        expect(bytes(2 ** power - less)).not.toMatch(/1024 .i?B/);
      }
    }
  });

  it('of nothing are nothing', () => {
    expect(percent(0, 0)).toBe('0 %');
    expect(percent(1, 1000)).toBe('less than 1 %');
    expect(percent(1, 2)).toBe('50 %');
  });

  it('count in words', () => {
    expect([count(1, 'disk'), count(2, 'disk'), count(1234, 'disk')]).toEqual(['1 disk', '2 disks', '1,234 disks']);
  });
});

describe('times', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  it('are told as people do', () => {
    expect(relative('2026-03-01T11:59:58Z', now)).toBe('just now');
    expect(relative('2026-03-01T09:00:00Z', now)).toBe('3 hours ago');
    expect(relative('2026-02-28T12:00:00Z', now)).toBe('yesterday');
    expect(relative('2024-02-28T12:00:00Z', now)).toBe('2 years ago');
    expect(relative('never', now)).toBe('never');
  });

  it('that something takes are short', () => {
    expect([5, 65, 3_700, Infinity, -1].map(duration)).toEqual(['5 s', '1 min 5 s', '1 h 1 min', '', '']);
  });
});

function graph(...nodes: [string, ...string[]][]): Node[] {
  return nodes.map(([id, ...parents]) => ({ id, parents }));
}

describe('lanes', () => {
  it('of a line are one', () => {
    const rows = lanes(graph(['c', 'b'], ['b', 'a'], ['a']));
    expect(rows.map((row) => row.lane)).toEqual([0, 0, 0]);
    expect(rows.map((row) => row.down)).toEqual([[{ from: 0, to: 0 }], [{ from: 0, to: 0 }], []]);
  });

  it('part and meet', () => {
    const rows = lanes(graph(['d', 'b', 'c'], ['c', 'a'], ['b', 'a'], ['a']));
    expect(rows.map((row) => row.lane)).toEqual([0, 1, 0, 0]);
    expect(rows[0]?.down).toEqual([
      { from: 0, to: 0 },
      { from: 0, to: 1 },
    ]);
    expect(rows[0]?.width).toBe(2);
  });

  it('say where the list is cut', () => {
    expect(lanes(graph(['b', 'a'])).map((row) => row.cut)).toEqual([true]);
  });

  it('hold what the history means, whatever it is', () => {
    // each line that leaves a row arrives where a revision stands or goes on
    for (let seed = 1; seed <= 200; seed += 1) {
      let state = seed;
      const chance = (below: number) => {
        state = (state * 48_271) % 2_147_483_647;
        return state % below;
      };
      const nodes = Array.from({ length: 30 }, (_, at) => ({
        id: `n${at}`,
        parents: Array.from({ length: chance(3) }, () => `n${at + 1 + chance(8)}`),
      }));
      const rows = lanes(nodes);
      rows.forEach((row, at) => {
        const arriving = at === 0 ? [] : (rows[at - 1]?.down.map((edge) => edge.to) ?? []);
        const leaving = new Set(row.down.map((edge) => edge.from));
        for (const lane of arriving) {
          expect(lane === row.lane || leaving.has(lane), `seed ${seed}, row ${at}`).toBe(true);
        }
        const inside = new Set(nodes[at]?.parents.filter((parent) => Number(parent.slice(1)) < 30));
        expect(row.down.filter((edge) => edge.from === row.lane).length, `seed ${seed}, row ${at}`).toBe(inside.size);
      });
    }
  });
});

describe('differences', () => {
  const change = (part: string, word: string) => ({ part, change: word, name: 'x', before: '', after: '' });

  it('stand in their section', () => {
    const parts = sections({
      before: 'a',
      after: 'b',
      changes: [change('package', 'upgraded'), change('volume', 'added'), change('something new', 'removed')],
      texts: [],
      blocks: [],
    });
    expect(parts.filter((section) => section.changes.length > 0).map((section) => section.part)).toEqual([
      'system',
      'packages',
      'volumes',
    ]);
  });

  it('are counted', () => {
    expect(counts([change('p', 'added'), change('p', 'upgraded'), change('p', 'changed'), change('p', 'removed')])).toEqual({
      added: 1,
      removed: 1,
      changed: 2,
    });
  });

  it('of texts have kinds of lines', () => {
    expect(['--- a', '+++ b', '@@ -1 +1 @@', '-x', '+y', ' z'].map(kindOf)).toEqual([
      'place',
      'place',
      'place',
      'removed',
      'added',
      'same',
    ]);
  });
});

describe('queries', () => {
  it('quote what has to be', () => {
    expect([quoted('debian'), quoted('to be kept'), quoted('a"b')]).toEqual(['debian', '"to be kept"', '"ab"']);
  });

  it('are narrowed once', () => {
    expect(narrowed('os:debian', 'owner:ana')).toBe('os:debian owner:ana');
    expect(narrowed('os:debian owner:ana', 'owner:ana')).toBe('os:debian owner:ana');
    expect(narrowed('', 'owner:ana')).toBe('owner:ana');
  });

  it('go on where a proposal was put', () => {
    expect(completed('o', 0, 1, 'os:')).toEqual({ text: 'os:', at: 3 });
    expect(completed('os:de tag:x', 3, 5, 'debian')).toEqual({ text: 'os:debian tag:x', at: 10 });
  });
});

describe('names', () => {
  it('of machines come from files', () => {
    expect(['disk 1.qcow2', 'C:\\vm\\Web Server.ova', 'a/b/raw.img.gz', 'ümläut.vmdk', '..'].map(nameOf)).toEqual([
      'disk-1',
      'Web-Server',
      'raw',
      'ml-ut',
      '',
    ]);
  });
});

describe('requests', () => {
  it('escape every part of an address', () => {
    expect(address(['machines', '../x y/ä'], { q: 'a&b', empty: '', limit: 5 })).toBe(
      '/api/v1/machines/..%2Fx%20y%2F%C3%A4?q=a%26b&limit=5',
    );
  });

  it('find a cookie by its whole name', () => {
    expect(cookie('B', 'AB=1; B=2%203; C=4')).toBe('2 3');
    expect(cookie('X', 'AB=1')).toBe('');
  });
});

describe('bills of materials', () => {
  it('are files of a revision in each form', () => {
    expect(BILLS.map(({ form }) => billOf('web', '3f2c', form))).toEqual([
      '/api/v1/machines/web/revisions/3f2c/bill?format=cyclonedx',
      '/api/v1/machines/web/revisions/3f2c/bill?format=spdx',
    ]);
  });
});
