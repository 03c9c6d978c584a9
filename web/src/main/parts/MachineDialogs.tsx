import { Checkbox } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { address, change } from '../api/http';
import { about } from '../api/queries';
import type { About, Revision } from '../api/types';
import { texts } from '../texts';
import { Asking } from './Asking';
import { machinePath } from './Bits';
import { Choice, Field } from './Field';
import { Loaded } from './Told';

interface Of {
  machine: string;
  revision: Revision;
  close: () => void;
}

export function CloneDialog({ machine, revision, close }: Of) {
  const go = useNavigate();
  const [name, setName] = useState('');
  return (
    <Asking
      title={texts.clone.title(machine)}
      intro={texts.clone.intro}
      submit={texts.clone.submit}
      ready={name !== ''}
      work={() =>
        change<{ machine: string }>('POST', ['machines', machine, 'clones'], { name, revision: revision.revision })
      }
      done={(made) => void go(machinePath(made.machine))}
      close={close}
      changes={['machines']}
    >
      <Field label={texts.clone.name} value={name} set={setName} required first />
    </Asking>
  );
}

export function TagDialog({ machine, revision, mayMove, close }: Of & { mayMove: boolean }) {
  const [tag, setTag] = useState('');
  const [move, setMove] = useState(false);
  const id = useId();
  return (
    <Asking
      title={texts.tag.title}
      intro={texts.tag.intro}
      submit={texts.tag.submit}
      ready={tag !== ''}
      work={() => change('PUT', ['machines', machine, 'tags', tag], { revision: revision.revision, move })}
      close={close}
      changes={['machine', 'machines']}
    >
      <Field label={texts.tag.name} value={tag} set={setTag} required first />
      {mayMove && <Checkbox id={id} label={texts.tag.move} isChecked={move} onChange={(_, on) => setMove(on)} />}
    </Asking>
  );
}

export function NoteDialog({ machine, revision, close }: Of) {
  const [text, setText] = useState('');
  return (
    <Asking
      title={texts.note.title}
      submit={texts.note.submit}
      ready={text.trim() !== ''}
      work={() => change('POST', ['machines', machine, 'revisions', revision.revision, 'notes'], { text })}
      close={close}
      changes={['machine']}
    >
      <Field label={texts.note.text} value={text} set={setText} required long />
    </Asking>
  );
}

export function DownloadDialog({ machine, revision, close }: Of) {
  const offered = useQuery(about);
  return (
    <Loaded of={offered}>
      {(known) => <DownloadForm machine={machine} revision={revision} close={close} offered={known} />}
    </Loaded>
  );
}

const WHOLE = '';

function DownloadForm({ machine, revision, close, offered }: Of & { offered: About }) {
  const [what, setWhat] = useState(revision.disks[0]?.name ?? WHOLE);
  const [format, setFormat] = useState('');
  const formats = what === WHOLE ? offered.packages : offered.formats;
  const chosen = formats.find((one) => one.name === format) ?? formats.find((one) => one.name === 'qcow2') ?? formats[0];
  const place = ['machines', machine, 'revisions', revision.revision];
  return (
    <Asking
      title={texts.download.title}
      intro={texts.download.intro}
      submit={texts.download.submit}
      ready={chosen !== undefined}
      work={() => {
        // the browser takes it from here: it shows progress, and knows how to go on
        const link = document.createElement('a');
        link.href = address([...place, ...(what === WHOLE ? ['package'] : ['disks', what])], {
          format: chosen?.name ?? '',
        });
        link.download = '';
        link.click();
        return Promise.resolve();
      }}
      close={close}
      changes={[]}
    >
      <Choice
        label={texts.download.what}
        value={what}
        set={setWhat}
        options={[
          ...revision.disks.map((disk) => ({ value: disk.name, label: texts.download.disk(disk.name) })),
          ...(offered.packages.length > 0 ? [{ value: WHOLE, label: texts.download.wholeMachine }] : []),
        ]}
      />
      <Choice
        label={texts.download.format}
        value={chosen?.name ?? ''}
        set={setFormat}
        options={formats.map((one) => ({ value: one.name, label: one.title }))}
      />
    </Asking>
  );
}
