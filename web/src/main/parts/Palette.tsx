import { Modal, ModalBody, ModalHeader, TextInput } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { machines, search } from '../api/queries';
import type { Place } from '../Shell';
import { isDark, setDark } from '../logic/theme';
import { texts } from '../texts';
import { machinePath, revisionPath, short } from './Bits';

interface Entry {
  key: string;
  title: string;
  kind: string;
  more?: string;
  open: () => void;
}

const MOST = 8;

/** Finds a page, a machine or what is inside one, and goes there. */
export function Palette({ places, close }: { places: readonly Place[]; close: () => void }) {
  const go = useNavigate();
  const title = useId();
  const list = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const asked = useDeferredValue(text.trim());
  const named = useQuery({
    ...machines({ filter: asked, owner: '', tag: '', system: '', sort: '', cursor: '', limit: MOST }),
    enabled: asked !== '',
  });
  // words that are being typed are often no query yet: what is wrong with them does not matter here
  const inside = useQuery({ ...search(asked, false, false, MOST), enabled: asked.length > 1, retry: false });
  const to = (path: string) => () => {
    close();
    void go(path);
  };
  const entries: Entry[] = [
    ...places
      .filter((place) => place.title.toLowerCase().includes(asked.toLowerCase()))
      .map((place) => ({ key: place.to, title: place.title, kind: texts.palette.page, open: to(place.to) })),
    ...[
      { key: 'account', title: texts.account.title, kind: texts.palette.page, open: to('/account') },
      {
        key: 'theme',
        title: texts.head.theme(isDark()),
        kind: texts.palette.action,
        open: () => {
          setDark(!isDark());
          close();
        },
      },
      { key: 'upload', title: texts.upload.title, kind: texts.palette.action, open: to('/machines?upload=') },
    ].filter((entry) => asked === '' || entry.title.toLowerCase().includes(asked.toLowerCase())),
    ...(asked === '' ? [] : (named.data?.items ?? [])).map((machine) => ({
      key: `machine ${machine.machine}`,
      title: machine.machine,
      kind: texts.palette.machine,
      more: machine.title,
      open: to(machinePath(machine.machine)),
    })),
    ...(asked === '' ? [] : (inside.data?.hits ?? [])).map((hit) => ({
      key: `inside ${hit.machine} ${hit.revision}`,
      title: `${hit.machine} @ ${short(hit.revision)}`,
      kind: texts.palette.found,
      more: hit.matches.map((match) => `${match.name} ${match.version}`.trim()).join(', ') || hit.systems.join(', '),
      open: to(revisionPath(hit.machine, hit.revision)),
    })),
    ...(asked === ''
      ? []
      : [
          {
            key: 'search',
            title: texts.palette.searchFor(asked),
            kind: texts.palette.action,
            open: to(`/machines?q=${encodeURIComponent(asked)}`),
          },
        ]),
  ];
  const chosen = Math.min(at, entries.length - 1);
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') {
      setAt((chosen + 1) % entries.length);
    } else if (event.key === 'ArrowUp') {
      setAt((chosen + entries.length - 1) % entries.length);
    } else if (event.key === 'Enter') {
      entries[chosen]?.open();
    } else {
      return;
    }
    event.preventDefault();
  };
  return (
    <Modal isOpen variant="medium" position="top" onClose={close} aria-labelledby={title}>
      <ModalHeader title={texts.palette.title} labelId={title} />
      <ModalBody>
        <TextInput
          value={text}
          onChange={(_, value) => {
            setText(value);
            setAt(0);
          }}
          onKeyDown={keys}
          placeholder={texts.palette.hint}
          aria-label={texts.palette.hint}
          role="combobox"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={`${list}-${chosen}`}
          autoComplete="off"
          ref={(element) => element?.focus()}
        />
        <div id={list} role="listbox" aria-label={texts.palette.title} className="cl-palette">
          {entries.map((entry, index) => (
            // the keys are those of the field above, which keeps the focus
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={entry.key}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              onClick={entry.open}
            >
              <span className="cl-palette-title">{entry.title}</span>
              <span className="cl-faint cl-cut">{entry.more ?? ''}</span>
              <span className="cl-space" />
              <span className="cl-faint cl-small cl-whole">{entry.kind}</span>
            </div>
          ))}
        </div>
        <p className="cl-hint">{texts.palette.keys}</p>
      </ModalBody>
    </Modal>
  );
}
