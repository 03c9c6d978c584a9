import { ClipboardCopy, Label, Timestamp, TimestampTooltipVariant } from '@patternfly/react-core';
import { Link } from 'react-router';
import { useNow } from '../logic/now';
import { bytes } from '../logic/sizes';
import { absolute, relative } from '../logic/times';
import { texts } from '../texts';

/** How long ago, with the exact time for those who point at it. */
export function Ago({ time }: { time: string }) {
  const now = useNow();
  if (time === '') {
    return <span className="cl-faint">–</span>;
  }
  return (
    <time dateTime={time} title={absolute(time)} className="cl-time">
      {relative(time, now)}
    </time>
  );
}

/** A time in full. */
export function When({ time }: { time: string }) {
  const at = new Date(time);
  if (time === '' || Number.isNaN(at.getTime())) {
    return <span className="cl-faint">{time === '' ? '–' : time}</span>;
  }
  return (
    <Timestamp date={at} dateFormat="medium" timeFormat="short" tooltip={{ variant: TimestampTooltipVariant.default }} />
  );
}

export function Size({ of }: { of: number }) {
  return (
    <span title={`${of.toLocaleString('en')} bytes`} className="cl-number">
      {bytes(of)}
    </span>
  );
}

/** How many digits of an id are shown. */
const DIGITS = 10;

export function short(id: string): string {
  return /^[0-9a-f]{20,}$/.test(id) ? id.slice(0, DIGITS) : id;
}

/** A revision's id, as a link to it. */
export function RevisionLink({ machine, revision }: { machine: string; revision: string }) {
  return (
    <Link to={revisionPath(machine, revision)} className="cl-code" title={revision}>
      {short(revision)}
    </Link>
  );
}

export function machinePath(machine: string, tab = ''): string {
  return `/machines/${encodeURIComponent(machine)}${tab === '' ? '' : `/${tab}`}`;
}

export function revisionPath(machine: string, revision: string): string {
  return `${machinePath(machine)}?revision=${encodeURIComponent(revision)}`;
}

/** The tags of a revision. */
export function Tags({ of, head = false, onTag }: { of: readonly string[]; head?: boolean; onTag?: (tag: string) => void }) {
  if (of.length === 0 && !head) {
    return <span className="cl-faint">–</span>;
  }
  return (
    <span className="cl-tags">
      {head && (
        <Label isCompact color="green">
          {texts.machine.newest}
        </Label>
      )}
      {of.map((tag) => (
        <Label
          key={tag}
          isCompact
          color="blue"
          {...(onTag && {
            onClick: () => onTag(tag),
            'aria-label': texts.machines.filterBy(texts.machines.filteredBy.tag, tag),
          })}
        >
          {tag}
        </Label>
      ))}
    </span>
  );
}

/** A command for a terminal, ready to be copied. */
export function Command({ children }: { children: string }) {
  return (
    <ClipboardCopy
      isReadOnly
      isCode
      hoverTip={texts.copy}
      clickTip={texts.copied}
      textAriaLabel={texts.machines.commands}
      variant="inline-compact"
    >
      {children}
    </ClipboardCopy>
  );
}
