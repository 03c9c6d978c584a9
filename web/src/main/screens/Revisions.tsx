import { Button, Checkbox } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { revisions, REVISIONS_AT_ONCE } from '../api/queries';
import type { Machine, Revision } from '../api/types';
import { lanes, type Row } from '../logic/lanes';
import { Ago, machinePath, RevisionLink, short, Size, Tags } from '../parts/Bits';
import { Loaded } from '../parts/Told';
import { texts } from '../texts';

const ROW = 64;
const LANE = 20;
const COLOURS = 6;

/** The history as a graph; two revisions that are chosen can be compared. */
export default function Revisions({ machine }: { machine: Machine }) {
  const found = useQuery(revisions(machine.machine));
  return <Loaded of={found}>{(list) => <Graph machine={machine.machine} list={list} />}</Loaded>;
}

function Graph({ machine, list }: { machine: string; list: readonly Revision[] }) {
  const go = useNavigate();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const rows = lanes(list.map((one) => ({ id: one.revision, parents: one.parents })));
  const width = LANE * Math.max(1, ...rows.map((row) => row.width)) + LANE / 2;
  // the older one first, whichever was chosen first
  const order = list.map((one) => one.revision);
  const pair = [...chosen].sort((a, b) => order.indexOf(b) - order.indexOf(a));
  const compare = (from: string, to: string) => void go(`${machinePath(machine, 'diff')}?from=${from}&to=${to}`);
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen.slice(-1), id]);
  return (
    <>
      <div className="cl-row cl-compare">
        <span className="cl-faint" role="status">
          {list.length === 1
            ? texts.revisions.one
            : pair.length === 2
              ? texts.revisions.compareTwo(short(pair[0] ?? ''), short(pair[1] ?? ''))
              : texts.revisions.compareHint}
        </span>
        <span className="cl-space" />
        {chosen.length > 0 && (
          <Button variant="link" onClick={() => setChosen([])}>
            {texts.revisions.unchoose}
          </Button>
        )}
        {list.length > 1 && (
          <Button isDisabled={pair.length !== 2} onClick={() => compare(pair[0] ?? '', pair[1] ?? '')}>
            {texts.revisions.compare}
          </Button>
        )}
      </div>
      <ol className="cl-graph" aria-label={texts.revisions.table}>
        {list.map((one, at) => (
          <li key={one.revision} className={chosen.includes(one.revision) ? 'cl-chosen' : ''}>
            <Checkbox
              id={`choose-${one.revision}`}
              aria-label={texts.revisions.choose(short(one.revision))}
              isChecked={chosen.includes(one.revision)}
              onChange={() => toggle(one.revision)}
            />
            <Lanes row={rows[at]} above={rows[at - 1]} width={width} />
            <div className="cl-graph-text">
              <div className="cl-row">
                <strong className="cl-cut">
                  {one.message === '' ? texts.machine.noMessage : one.message.split('\n')[0]}
                </strong>
                <Tags of={one.tags} head={one.head} />
              </div>
              <div className="cl-faint cl-small cl-row">
                <RevisionLink machine={machine} revision={one.revision} />
                <span>{one.author}</span>
                <Ago time={one.time} />
                <Size of={one.disks.reduce((sum, disk) => sum + disk.bytesLogical, 0)} />
                {one.machine !== machine && <span>{one.machine}</span>}
              </div>
            </div>
            {one.parents[0] !== undefined && (
              <Button
                variant="link"
                size="sm"
                className="cl-with-parent"
                onClick={() => compare(one.parents[0] ?? '', one.revision)}
              >
                {texts.revisions.parent}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {list.length === REVISIONS_AT_ONCE && <p className="cl-hint">{texts.revisions.older(list.length)}</p>}
    </>
  );
}

function x(lane: number): number {
  return LANE * lane + LANE / 2 + 2;
}

/** The lines of one row: from above to its middle, and on to its lower edge. */
function Lanes({ row, above, width }: { row: Row | undefined; above: Row | undefined; width: number }) {
  if (row === undefined) {
    return null;
  }
  const middle = ROW / 2;
  return (
    <svg width={width} height={ROW} className="cl-lanes" aria-hidden="true" focusable="false">
      {(above?.down ?? []).map((edge) => (
        <path
          key={`above ${edge.from} ${edge.to}`}
          className={`cl-lane-${edge.to % COLOURS}`}
          d={`M${x((edge.from + edge.to) / 2)} 0 C${x(edge.to)} ${middle / 2} ${x(edge.to)} ${middle / 2} ${x(edge.to)} ${middle}`}
        />
      ))}
      {row.down.map((edge) => (
        <path
          key={`below ${edge.from} ${edge.to}`}
          className={`cl-lane-${edge.to % COLOURS}`}
          d={`M${x(edge.from)} ${middle} C${x(edge.from)} ${1.5 * middle} ${x(edge.from)} ${1.5 * middle} ${x((edge.from + edge.to) / 2)} ${ROW}`}
        />
      ))}
      {row.cut && <path className="cl-lane-cut" d={`M${x(row.lane)} ${middle} V${ROW}`} />}
      <circle className={`cl-lane-${row.lane % COLOURS}`} cx={x(row.lane)} cy={middle} r="6" />
    </svg>
  );
}
