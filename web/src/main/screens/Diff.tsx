import {
  Alert,
  Breadcrumb,
  BreadcrumbItem,
  Button,
  Label,
  TextInput,
  Title,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { difference } from '../api/queries';
import type { Change, Difference } from '../api/types';
import { counts, kindOf, QUICK, sections, SLOW, type SlowPart } from '../logic/difference';
import { bytes, percent } from '../logic/sizes';
import { machinePath, RevisionLink } from '../parts/Bits';
import { Screen } from '../parts/Screen';
import { Loaded } from '../parts/Told';
import { texts } from '../texts';

export function Component() {
  const { machine = '' } = useParams();
  const [words, setWords] = useSearchParams();
  const from = words.get('from') ?? 'head~1';
  const to = words.get('to') ?? 'head';
  const quick = useQuery(difference(machine, from, to, QUICK.join(',')));
  return (
    <Screen
      title={`${texts.diff.title}: ${machine}`}
      heading={
        <>
          <Breadcrumb aria-label={texts.machine.lineage}>
            <BreadcrumbItem>
              <Link to="/machines">{texts.machines.title}</Link>
            </BreadcrumbItem>
            <BreadcrumbItem>
              <Link to={machinePath(machine)}>{machine}</Link>
            </BreadcrumbItem>
            <BreadcrumbItem>
              <Link to={machinePath(machine, 'revisions')}>{texts.machine.tabs.revisions}</Link>
            </BreadcrumbItem>
          </Breadcrumb>
          <Title headingLevel="h1" size="2xl" className="cl-machine">
            {texts.diff.title}{' '}
            <small className="cl-at">
              {texts.diff.from} <RevisionLink machine={machine} revision={from} /> {texts.diff.to}{' '}
              <RevisionLink machine={machine} revision={to} />
            </small>
          </Title>
        </>
      }
      actions={
        <Button variant="secondary" onClick={() => setWords({ from: to, to: from })}>
          {texts.diff.swap}
        </Button>
      }
    >
      <Loaded of={quick}>{(found) => <Quick of={found} />}</Loaded>
      {SLOW.map((part) => (
        <Slow key={`${part} ${from} ${to}`} part={part} machine={machine} from={from} to={to} />
      ))}
    </Screen>
  );
}

function Quick({ of }: { of: Difference }) {
  const all = sections(of);
  const changed = all.filter((section) => section.changes.length > 0);
  if (changed.length === 0) {
    return <Alert component="p" isInline variant="info" title={texts.diff.same} />;
  }
  return (
    <>
      <ul className="cl-summary" aria-label={texts.diff.summary}>
        {all.map((section) => (
          <li key={section.part} className={section.changes.length === 0 ? 'cl-none' : ''}>
            <span>{texts.diff.parts[section.part]}</span>
            <Numbers of={section.changes} />
          </li>
        ))}
      </ul>
      {changed.map((section) => (
        <section key={section.part} className="cl-section" aria-labelledby={`part-${section.part}`}>
          <Title headingLevel="h2" size="lg" id={`part-${section.part}`}>
            {texts.diff.parts[section.part]}
          </Title>
          <Changes of={section.changes} label={texts.diff.parts[section.part]} />
        </section>
      ))}
    </>
  );
}

function Numbers({ of }: { of: readonly Change[] }) {
  const number = counts(of);
  if (of.length === 0) {
    return <span className="cl-faint">=</span>;
  }
  return (
    <span className="cl-row cl-numbers">
      {number.added > 0 && <span className="cl-plus">+{number.added}</span>}
      {number.removed > 0 && <span className="cl-minus">−{number.removed}</span>}
      {number.changed > 0 && <span className="cl-tilde">~{number.changed}</span>}
    </span>
  );
}

const COLOURS: Record<string, 'green' | 'red' | 'blue' | 'orange'> = {
  added: 'green',
  removed: 'red',
  upgraded: 'blue',
  downgraded: 'orange',
};
const AT_ONCE = 200;

function Changes({ of, label }: { of: readonly Change[]; label: string }) {
  const [shown, setShown] = useState(AT_ONCE);
  return (
    <>
      <Table role="table" aria-label={label} variant="compact" gridBreakPoint="grid-md" className="cl-changes">
        <Thead>
          <Tr>
            <Th width={10}>{texts.diff.change}</Th>
            <Th width={30}>{texts.diff.name}</Th>
            <Th width={30}>{texts.diff.before}</Th>
            <Th width={30}>{texts.diff.after}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {of.slice(0, shown).map((change) => (
            <Tr key={`${change.part} ${change.name}`}>
              <Td dataLabel={texts.diff.change}>
                <Label isCompact color={COLOURS[change.change] ?? 'grey'}>
                  {texts.diff.words[change.change] ?? change.change}
                </Label>
              </Td>
              <Td dataLabel={texts.diff.name} className="cl-any">
                {change.name}
              </Td>
              <Td dataLabel={texts.diff.before} className="cl-any cl-code">
                {change.before}
              </Td>
              <Td dataLabel={texts.diff.after} className="cl-any cl-code">
                {change.after}
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      {of.length > shown && (
        <Button variant="link" onClick={() => setShown(shown + 10 * AT_ONCE)}>
          {texts.diff.moreChanges(of.length - shown)}
        </Button>
      )}
    </>
  );
}

/** A part that takes its time, and is looked for when somebody wants it. */
function Slow({ part, machine, from, to }: { part: SlowPart; machine: string; from: string; to: string }) {
  const [wanted, setWanted] = useState(false);
  const found = useQuery({ ...difference(machine, from, to, part), enabled: wanted });
  return (
    <section className="cl-section" aria-labelledby={`part-${part}`}>
      <Title headingLevel="h2" size="lg" id={`part-${part}`}>
        {texts.diff.parts[part]}
      </Title>
      {wanted ? (
        <Loaded of={found}>{(result) => <SlowResult part={part} of={result} />}</Loaded>
      ) : (
        <div className="cl-row">
          <span className="cl-faint">{texts.diff.slow[part]}</span>
          <Button variant="secondary" size="sm" onClick={() => setWanted(true)}>
            {texts.diff.load[part]}
          </Button>
        </div>
      )}
    </section>
  );
}

function SlowResult({ part, of }: { part: SlowPart; of: Difference }) {
  if (part === 'blocks') {
    return (
      <ul className="cl-plain">
        {of.blocks.map((disk) => (
          <li key={disk.disk}>
            <strong>{disk.disk}</strong>{' '}
            {texts.diff.ofDisk(bytes(disk.bytesChanged), bytes(disk.bytesLogical), disk.runs)}{' '}
            <span className="cl-faint">({percent(disk.bytesChanged, disk.bytesLogical)})</span>
          </li>
        ))}
      </ul>
    );
  }
  if (of.changes.length === 0 && of.texts.length === 0) {
    return <span className="cl-faint">{texts.diff.nothing}</span>;
  }
  return part === 'files' ? (
    <FileChanges of={of.changes} />
  ) : (
    <>
      <Changes of={of.changes} label={texts.diff.parts[part]} />
      {of.texts.map((text) => (
        <figure key={text.path} className="cl-text">
          <figcaption className="cl-code">{text.path}</figcaption>
          {/* a long line is scrolled to, also by keyboard */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre tabIndex={0} aria-label={text.path}>
            {text.lines.map((line, at) => (
              <span key={at} className={`cl-line-${kindOf(line)}`}>
                {line + '\n'}
              </span>
            ))}
          </pre>
        </figure>
      ))}
    </>
  );
}

function FileChanges({ of }: { of: readonly Change[] }) {
  const [part, setPart] = useState('');
  const fitting = of.filter((change) => change.name.includes(part));
  return (
    <>
      <div className="cl-row cl-filters">
        <TextInput
          value={part}
          onChange={(_, value) => setPart(value)}
          aria-label={texts.diff.filterFiles}
          placeholder={texts.diff.filterFiles}
          className="cl-filter"
        />
        <Numbers of={fitting} />
      </div>
      <Changes of={fitting} label={texts.diff.parts.files} />
    </>
  );
}
