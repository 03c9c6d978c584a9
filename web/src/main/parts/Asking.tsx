import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import { texts } from '../texts';
import { Told } from './Told';

interface Asked<T> {
  title: string;
  intro?: string;
  submit: string;
  danger?: boolean;
  ready?: boolean;
  /** What to do; the dialog closes when it is done, and stays with the failure when not. */
  work: () => Promise<T>;
  done?: (result: T) => void;
  close: () => void;
  /** The first part of the keys of queries that may be old then. */
  changes: string[];
  children: ReactNode;
}

/** A dialog that asks for what is needed, and does something. */
export function Asking<T>(props: Asked<T>) {
  const title = useId();
  const form = useId();
  const queries = useQueryClient();
  const work = useMutation({
    mutationFn: props.work,
    onSuccess: async (result) => {
      await Promise.all(props.changes.map((key) => queries.invalidateQueries({ queryKey: [key] })));
      props.close();
      props.done?.(result);
    },
  });
  return (
    <Modal isOpen variant="small" onClose={props.close} aria-labelledby={title}>
      <ModalHeader title={props.title} labelId={title} description={props.intro} />
      <ModalBody>
        <Form
          id={form}
          onSubmit={(event) => {
            event.preventDefault();
            if (props.ready !== false && !work.isPending) {
              work.mutate();
            }
          }}
        >
          {work.error && <Told failure={work.error} />}
          {props.children}
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button
          type="submit"
          form={form}
          variant={props.danger === true ? 'danger' : 'primary'}
          isDisabled={props.ready === false || work.isPending}
          isLoading={work.isPending}
        >
          {props.submit}
        </Button>
        <Button variant="link" onClick={props.close}>
          {texts.cancel}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
