import {
  Alert,
  Button,
  Form,
  FormGroup,
  List,
  ListItem,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  Progress,
  ProgressMeasureLocation,
} from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type DragEvent } from 'react';
import { Link } from 'react-router';
import { task, tasks } from '../api/queries';
import { begin, forget, giveUp, pause, resume, useUploads, type Uploading } from '../api/uploads';
import { nameOf } from '../logic/names';
import { bytes } from '../logic/sizes';
import { isOver } from '../logic/tasks';
import { texts } from '../texts';
import { machinePath } from './Bits';
import { Field } from './Field';
import { TaskProgress, TaskState } from './TaskDrawer';
import { Told } from './Told';

/** Takes files from the reader and checks them in; what is on its way goes on when this is closed. */
export function UploadDialog({ close, machine = '' }: { close: () => void; machine?: string }) {
  const title = useId();
  const form = useId();
  const uploads = useUploads();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [name, setName] = useState(machine);
  const [message, setMessage] = useState('');
  const [tag, setTag] = useState('');
  const [id, setId] = useState('');
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: () => begin({ machine: name, message, tag, files }),
    onSuccess: (made) => {
      setId(made.id);
      void queries.invalidateQueries({ queryKey: tasks.queryKey });
    },
  });
  const current = uploads.find((upload) => upload.id === id);
  const choose = (chosen: readonly File[]) => {
    setFiles(chosen);
    const first = chosen[0];
    if (name === '' && first !== undefined) {
      setName(nameOf(first.name));
    }
  };
  const leave = () => {
    if (current?.progress === 'sent' || current?.progress === 'given-up') {
      forget(id);
    }
    close();
  };
  return (
    <Modal isOpen variant="medium" onClose={leave} aria-labelledby={title}>
      <ModalHeader title={texts.upload.title} labelId={title} description={texts.upload.intro} />
      <ModalBody>
        {current === undefined ? (
          <Form
            id={form}
            onSubmit={(event) => {
              event.preventDefault();
              start.mutate();
            }}
          >
            {start.error && <Told failure={start.error} />}
            <Files files={files} choose={choose} />
            <Field
              label={texts.upload.machine}
              hint={texts.upload.machineHint}
              value={name}
              set={setName}
              required
            />
            <Field label={texts.upload.message} hint={texts.upload.messageHint} value={message} set={setMessage} />
            <Field label={texts.upload.tag} value={tag} set={setTag} />
          </Form>
        ) : (
          <Sending of={current} close={leave} />
        )}
      </ModalBody>
      <ModalFooter>
        {current === undefined ? (
          <>
            <Button
              type="submit"
              form={form}
              isLoading={start.isPending}
              isDisabled={start.isPending || files.length === 0 || name === ''}
            >
              {texts.upload.start}
            </Button>
            <Button variant="link" onClick={leave}>
              {texts.cancel}
            </Button>
          </>
        ) : (
          <SendingActions of={current} close={leave} />
        )}
      </ModalFooter>
    </Modal>
  );
}

function Files({ files, choose }: { files: readonly File[]; choose: (files: readonly File[]) => void }) {
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    choose([...event.dataTransfer.files]);
  };
  return (
    <FormGroup label={texts.upload.files} fieldId={id} isRequired>
      {/* the field below does the same by keyboard */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className={over ? 'cl-drop cl-drop-over' : 'cl-drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        role="group"
        aria-label={texts.upload.drop}
      >
        <input
          id={id}
          type="file"
          multiple
          onChange={(event) => choose([...(event.target.files ?? [])])}
        />
        <span className="cl-faint">{texts.upload.drop}</span>
      </div>
      {files.length > 0 && (
        <List isPlain>
          {files.map((file) => (
            <ListItem key={file.name}>
              {file.name} <span className="cl-faint">{bytes(file.size)}</span>
            </ListItem>
          ))}
        </List>
      )}
    </FormGroup>
  );
}

const POLL_MS = 1000;

function Sending({ of, close }: { of: Uploading; close: () => void }) {
  const running = useQuery({
    ...task(of.task),
    refetchInterval: (query) => (query.state.data !== undefined && isOver(query.state.data) ? false : POLL_MS),
  });
  return (
    <div className="cl-stack">
      {of.files.map((file) => (
        <div key={file.name}>
          <Progress
            value={file.bytes === 0 ? 100 : Math.floor((100 * file.sent) / file.bytes)}
            title={file.name}
            aria-label={texts.upload.progress(file.name)}
            measureLocation={ProgressMeasureLocation.outside}
            {...(file.problem !== '' && { variant: 'danger' as const })}
          />
          <span className="cl-faint cl-small">{texts.upload.running(bytes(file.sent), bytes(file.bytes))}</span>
          {file.problem !== '' && <div className="cl-problem">{file.problem}</div>}
        </div>
      ))}
      {running.data && (
        <div aria-live="polite">
          <div className="cl-row">
            <strong>{texts.tasks.kinds['check-in']}</strong>
            <TaskState of={running.data} />
          </div>
          <TaskProgress of={running.data} />
          {running.data.state === 'succeeded' && (
            <Alert
              component="p"
              isInline
              variant="success"
              title={texts.upload.done(of.machine)}
              actionLinks={
                <Link to={machinePath(of.machine)} onClick={close}>
                  {texts.upload.show}
                </Link>
              }
            />
          )}
        </div>
      )}
      {of.progress === 'sent' && running.data && !isOver(running.data) && (
        <Alert component="p" isInline isPlain variant="info" title={texts.upload.sent} />
      )}
    </div>
  );
}

function SendingActions({ of, close }: { of: Uploading; close: () => void }) {
  const leaving = useMutation({ mutationFn: () => giveUp(of.id) });
  if (of.progress === 'sent' || of.progress === 'given-up') {
    return <Button onClick={close}>{texts.close}</Button>;
  }
  return (
    <>
      {of.progress === 'running' ? (
        <Button variant="secondary" onClick={() => void pause(of.id)}>
          {texts.upload.pause}
        </Button>
      ) : (
        <Button onClick={() => resume(of.id)}>{texts.upload.resume}</Button>
      )}
      <Button variant="secondary" onClick={close}>
        {texts.upload.inBackground}
      </Button>
      <Button variant="link" isDanger isDisabled={leaving.isPending} onClick={() => leaving.mutate()}>
        {texts.upload.giveUp}
      </Button>
    </>
  );
}
