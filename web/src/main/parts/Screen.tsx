import { Flex, FlexItem, PageSection, Title } from '@patternfly/react-core';
import { useEffect, type ReactNode } from 'react';
import { texts } from '../texts';

/** The name of a screen in the title of the window. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = title === '' ? texts.product : `${title} – ${texts.product}`;
  }, [title]);
}

/** A screen with its heading, and what can be done there. */
export function Screen({ title, heading, actions, children }: {
  title: string;
  heading?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  useTitle(title);
  return (
    <>
      <PageSection hasBodyWrapper={false} className="cl-head">
        <Flex justifyContent={{ default: 'justifyContentSpaceBetween' }} alignItems={{ default: 'alignItemsCenter' }}>
          <FlexItem className="cl-title">
            {heading ?? (
              <Title headingLevel="h1" size="2xl">
                {title}
              </Title>
            )}
          </FlexItem>
          {actions !== undefined && <FlexItem>{actions}</FlexItem>}
        </Flex>
      </PageSection>
      <PageSection hasBodyWrapper={false} className="cl-body">
        {children}
      </PageSection>
    </>
  );
}
