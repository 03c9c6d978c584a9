import { Alert, Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAudit, verification } from '../api/queries';
import { Events } from '../parts/Events';
import { Field } from '../parts/Field';
import { Screen } from '../parts/Screen';
import { Loaded, Told } from '../parts/Told';
import { texts } from '../texts';

const EVERYTHING = { actor: '', action: '', kind: '', object: '' };

export function Component() {
  const [asked, setAsked] = useState(EVERYTHING);
  const [typed, setTyped] = useState(EVERYTHING);
  const found = useAudit(asked);
  const chain = useQuery(verification);
  return (
    <Screen
      title={texts.activity.title}
      actions={
        <Button variant="secondary" isLoading={chain.isFetching} onClick={() => void chain.refetch()}>
          {texts.activity.verify}
        </Button>
      }
    >
      <div className="cl-stack">
        {chain.error && <Told failure={chain.error} />}
        {chain.data &&
          ((chain.data.problem ?? '') === '' ? (
            <Alert component="p" isInline variant="success" title={texts.activity.whole(chain.data.events)} />
          ) : (
            <Alert component="p" isInline variant="danger" title={texts.activity.broken(chain.data.problem ?? '')} />
          ))}
        <form
          className="cl-row cl-asked"
          onSubmit={(event) => {
            event.preventDefault();
            setAsked(typed);
          }}
        >
          <Field label={texts.activity.actor} value={typed.actor} set={(actor) => setTyped({ ...typed, actor })} />
          <Field label={texts.activity.action} value={typed.action} set={(action) => setTyped({ ...typed, action })} />
          <Field label={texts.activity.object} value={typed.object} set={(object) => setTyped({ ...typed, object })} />
          <Button type="submit" variant="secondary">
            {texts.activity.filter}
          </Button>
        </form>
        <Loaded of={found}>{(pages) => <Events of={pages.pages.flatMap((page) => page.items)} />}</Loaded>
        {found.hasNextPage && (
          <div>
            <Button variant="link" isLoading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {texts.more}
            </Button>
          </div>
        )}
      </div>
    </Screen>
  );
}
