import { Component, type ReactNode } from 'react';
import { Alert } from '@patternfly/react-core';
import { texts } from '../texts';

/** Keeps the failure of one screen from the others. */
export class Loose extends Component<{ children: ReactNode }, { failure: Error | null }> {
  override state: { failure: Error | null } = { failure: null };

  static getDerivedStateFromError(failure: Error) {
    return { failure };
  }

  override render() {
    return this.state.failure === null ? (
      this.props.children
    ) : (
      <Alert component="p" variant="danger" isInline title={texts.broken} className="cl-loose">
        {this.state.failure.message}
      </Alert>
    );
  }
}
