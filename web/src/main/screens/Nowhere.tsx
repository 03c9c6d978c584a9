import { EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core';
import { Link } from 'react-router';
import { useTitle } from '../parts/Screen';
import { texts } from '../texts';

/** What stands where no page is, or where one failed. */
export function Nowhere({ broken = false }: { broken?: boolean }) {
  const title = broken ? texts.broken : texts.noSuchPage;
  useTitle(title);
  return (
    <EmptyState titleText={title} headingLevel="h1" variant="full">
      {!broken && <EmptyStateBody>{texts.noSuchPageHint}</EmptyStateBody>}
      <EmptyStateFooter>
        <EmptyStateActions>
          <Link to="/machines">{texts.toMachines}</Link>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}
