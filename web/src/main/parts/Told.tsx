import { Alert, Bullseye, Button, Spinner } from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/http';
import { texts } from '../texts';

/** A failure in its one line, and which request it was. */
export function Told({ failure, again }: { failure: Error; again?: () => void }) {
  const known = failure instanceof ApiProblem;
  return (
    <Alert
      component="p"
      variant="danger"
      isInline
      title={failure.message}
      {...(again && { actionLinks: <Button variant="link" isInline onClick={again}>{texts.reload}</Button> })}
    >
      {known && failure.requestId !== '' ? <small>{texts.requestId(failure.requestId)}</small> : null}
    </Alert>
  );
}

/** What was asked for, once it is there; before that a spinner, or why it will not come. */
export function Loaded<T>({ of, children }: { of: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) {
    return <>{children(of.data)}</>;
  }
  if (of.error !== null) {
    return <Told failure={of.error} again={() => void of.refetch()} />;
  }
  return (
    <Bullseye className="cl-wait">
      <Spinner size="lg" aria-label={texts.loading} />
    </Bullseye>
  );
}
