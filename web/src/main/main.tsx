import '@patternfly/react-core/dist/styles/base.css';
import './styles.css';
import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { ApiProblem, onLoggedOut } from './api/http';
import { session } from './api/queries';
import { routes } from './routes';

const queries = new QueryClient({
  mutationCache: new MutationCache(),
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      // what the server has answered it will answer again
      retry: (failures, failure) => !(failure instanceof ApiProblem && failure.status > 0) && failures < 2,
    },
  },
});
onLoggedOut(() => queries.setQueryData(session.queryKey, null));

const place = document.getElementById('pages');
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={routes} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
