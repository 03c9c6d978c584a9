import { EmptyState } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import { Link } from 'react-router';
import { savings } from '../api/queries';
import type { Savings } from '../api/types';
import { bytes, percent } from '../logic/sizes';
import { machinePath, Size } from '../parts/Bits';
import { Screen } from '../parts/Screen';
import { Loaded } from '../parts/Told';
import { texts } from '../texts';

export function Component() {
  const found = useQuery(savings);
  return (
    <Screen title={texts.savings.title}>
      <Loaded of={found}>
        {(known) =>
          known.machines.length === 0 ? (
            <EmptyState titleText={texts.savings.none} headingLevel="h2" />
          ) : (
            <Shown of={known} />
          )
        }
      </Loaded>
    </Screen>
  );
}

function Shown({ of }: { of: Savings }) {
  const rows = [...of.machines].sort((a, b) => b.bytesAlone - a.bytesAlone);
  return (
    <>
      <div className="cl-figures">
        <Figure value={bytes(of.bytesLogical)} title={texts.savings.logical} />
        <Figure value={bytes(of.bytesDifferent)} title={texts.savings.different} />
        <Figure
          value={percent(Math.max(0, of.bytesLogical - of.bytesDifferent), of.bytesLogical)}
          title={texts.savings.saved}
        />
      </div>
      <Treemap rows={rows} />
      <p className="cl-hint">{texts.savings.hint}</p>
      <Table role="table" aria-label={texts.savings.table} variant="compact" gridBreakPoint="grid-md">
        <Thead>
          <Tr>
            <Th>{texts.savings.machine}</Th>
            <Th>{texts.savings.revisions}</Th>
            <Th>{texts.savings.bytesLogical}</Th>
            <Th>{texts.savings.bytesAlone}</Th>
            <Th>{texts.savings.part}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.machine}>
              <Td dataLabel={texts.savings.machine}>
                <Link to={machinePath(row.machine)}>{row.machine}</Link>
              </Td>
              <Td dataLabel={texts.savings.revisions}>{row.revisions}</Td>
              <Td dataLabel={texts.savings.bytesLogical}>
                <Size of={row.bytesLogical} />
              </Td>
              <Td dataLabel={texts.savings.bytesAlone}>
                <Size of={row.bytesAlone} />
              </Td>
              <Td dataLabel={texts.savings.part}>{percent(row.bytesAlone, row.bytesLogical)}</Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </>
  );
}

function Figure({ value, title }: { value: string; title: string }) {
  return (
    <div className="cl-figure">
      <strong>{value}</strong>
      <span className="cl-faint">{title}</span>
    </div>
  );
}

const WIDTH = 1000;
const HEIGHT = 320;
const COLOURS = ['#1f6f8b', '#7a4b00', '#5e40be', '#2f6b12', '#a30d6a', '#0b5cad', '#8a3b12', '#3d4b57'];
const WORTH_A_NAME = 70;

interface Leaf {
  machine: string;
  bytesAlone: number;
}

function Treemap({ rows }: { rows: readonly Leaf[] }) {
  const shown = rows.filter((row) => row.bytesAlone > 0).slice(0, 100);
  if (shown.length === 0) {
    return null;
  }
  const root = hierarchy<{ children?: Leaf[] } | Leaf>({ children: shown }, (node) =>
    'children' in node ? node.children : undefined,
  ).sum((node) => ('bytesAlone' in node ? node.bytesAlone : 0));
  const placed = treemap<{ children?: Leaf[] } | Leaf>().size([WIDTH, HEIGHT]).tile(treemapSquarify)(root);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="cl-map" role="group" aria-label={texts.savings.map}>
      {placed.leaves().map((leaf, at) => {
        const data = leaf.data;
        if (!('machine' in data)) {
          return null;
        }
        const width = leaf.x1 - leaf.x0;
        const height = leaf.y1 - leaf.y0;
        const most = Math.floor(width / 8.5);
        return (
          <Link key={data.machine} to={machinePath(data.machine)} aria-label={`${data.machine}, ${bytes(data.bytesAlone)}`}>
            <rect
              x={leaf.x0}
              y={leaf.y0}
              width={width}
              height={height}
              rx="6"
              fill={COLOURS[at % COLOURS.length]}
            >
              <title>{`${data.machine}: ${bytes(data.bytesAlone)}`}</title>
            </rect>
            {width > WORTH_A_NAME && height > 40 && (
              <>
                <text x={leaf.x0 + 10} y={leaf.y0 + 22}>
                  {data.machine.length > most ? `${data.machine.slice(0, most - 1)}…` : data.machine}
                </text>
                <text x={leaf.x0 + 10} y={leaf.y0 + 39} className="cl-map-size">
                  {bytes(data.bytesAlone)}
                </text>
              </>
            )}
          </Link>
        );
      })}
    </svg>
  );
}
