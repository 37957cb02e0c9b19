import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  useMatch,
} from '@tanstack/react-router';
import { lazy } from 'react';
import { ConnectionCreatePage } from '../connections/connection-create.page.tsx';
import { ConnectionEditPage } from '../connections/connection-edit.page.tsx';
import { ConnectionsPage } from '../connections/connections.page.tsx';
import { FlowsPage } from '../flows/flows.page.tsx';
import { TopicPage } from '../flows/topics/topic.page.tsx';
import { TopicsPage } from '../flows/topics/topics.page.tsx';
import { TemplatesPage } from '../flows/templates.page.tsx';
import { HomePage } from '../home/home.page.tsx';
import { parseLibrarySearch } from '../mappings/library-search.ts';
import { parseCompareSearch } from '../mappings/mapping/versions/compare-search.ts';
import { LibraryPage } from '../mappings/library.page.tsx';
import { parseVersionSearch } from '../mappings/lookup/version-search.ts';
import { parseSchemaSearch } from '../mappings/schema/schema-search.ts';
import { parseRunSearch } from '../runs/run-filters.ts';
import { RunsPage } from '../runs/runs.page.tsx';
import { parseSettingsSearch, SettingsPage } from '../settings/settings.page.tsx';
import { SignInPage } from '../sign-in/sign-in.page.tsx';
import { StartPage } from '../sign-in/start.page.tsx';
import { ownPath, parseAddress, printAddress } from './address.ts';
import { queryClient } from './api-client.ts';
import { errorWords } from './error-words.ts';
import { NotFoundPage, PageError } from './page-error.tsx';
import { sessionQuery } from './session.ts';
import { Shell } from './shell/shell.tsx';
import { ShellLoading } from './shell/shell-loading.tsx';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const root = createRootRoute({ errorComponent: PageError, notFoundComponent: NotFoundPage });

const start = createRoute({ getParentRoute: () => root, path: '/start', component: StartPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } => ({ to: text(search['to']) }),
  component: function SignIn() {
    const { to } = signIn.useSearch();
    return <SignInPage to={ownPath(to)} />;
  },
});

/** Everything that needs a session: it is loaded before any of these pages is shown. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  pendingComponent: ShellLoading,
  // What comes sooner needs no word.
  pendingMs: 300,
  errorComponent: PageError,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(sessionQuery());
    } catch (error) {
      if (errorWords(error).code !== 'unauthenticated') throw error;
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
    }
  },
});

const home = createRoute({ getParentRoute: () => shell, path: '/', component: HomePage });

const flows = createRoute({
  getParentRoute: () => shell,
  path: '/flows',
  validateSearch: (search: Record<string, unknown>): { q?: string } => ({ q: text(search['q']) }),
  component: function Flows() {
    return <FlowsPage search={flows.useSearch().q ?? ''} />;
  },
});

const templates = createRoute({ getParentRoute: () => shell, path: '/flows/templates', component: TemplatesPage });

const topics = createRoute({
  getParentRoute: () => shell,
  path: '/flows/topics',
  validateSearch: (search: Record<string, unknown>): { name?: string; upTo?: number } => {
    const upTo = Number(search['upTo']);
    return { name: text(search['name']), ...(Number.isInteger(upTo) && upTo > 0 ? { upTo } : {}) };
  },
  component: function Topics() {
    const { name, upTo } = topics.useSearch();
    return name === undefined ? <TopicsPage /> : <TopicPage key={name} name={name} upTo={upTo} />;
  },
});

const EditorPage = lazy(async () => ({ default: (await import('../editor/editor.page.tsx')).EditorPage }));
const flow = createRoute({
  getParentRoute: () => shell,
  path: '/flows/$flowId',
  component: function Flow() {
    const { flowId } = flow.useParams();
    const place = useMatch({ from: '/shell/flows/$flowId/map/$nodeId', shouldThrow: false });
    const mapping = place === undefined ? null : { nodeId: place.params.nodeId, ...place.search };
    // Another flow is another editor: no state of one reaches the other. The mapper is a page of the same editor.
    return <EditorPage key={flowId} flowId={flowId} mapping={mapping} />;
  },
});
const flowMapping = createRoute({
  getParentRoute: () => flow,
  path: 'map/$nodeId',
  validateSearch: (search: Record<string, unknown>): { field?: string; entry?: string } => ({
    field: text(search['field']),
    entry: text(search['entry']),
  }),
});

const library = createRoute({
  getParentRoute: () => shell,
  path: '/mappings',
  validateSearch: parseLibrarySearch,
  component: function Library() {
    return <LibraryPage search={library.useSearch()} />;
  },
});

const MappingPage = lazy(async () => ({ default: (await import('../mappings/mapping/mapping.page.tsx')).MappingPage }));
const mapping = createRoute({
  getParentRoute: () => shell,
  path: '/mappings/$mappingId',
  component: function Mapping() {
    const { mappingId } = mapping.useParams();
    return <MappingPage key={mappingId} mappingId={mappingId} />;
  },
});

const MappingVersionsPage = lazy(async () => ({
  default: (await import('../mappings/mapping/versions/mapping-versions.page.tsx')).MappingVersionsPage,
}));
const mappingVersions = createRoute({
  getParentRoute: () => shell,
  path: '/mappings/$mappingId/versions',
  validateSearch: parseCompareSearch,
  component: function MappingVersions() {
    const { mappingId } = mappingVersions.useParams();
    return <MappingVersionsPage key={mappingId} mappingId={mappingId} search={mappingVersions.useSearch()} />;
  },
});

const SchemaPage = lazy(async () => ({ default: (await import('../mappings/schema/schema.page.tsx')).SchemaPage }));
const schema = createRoute({
  getParentRoute: () => shell,
  path: '/mappings/schemas/$schemaId',
  validateSearch: parseSchemaSearch,
  component: function Schema() {
    const { schemaId } = schema.useParams();
    return <SchemaPage key={schemaId} schemaId={schemaId} search={schema.useSearch()} />;
  },
});

const SchemaImportPage = lazy(async () => ({
  default: (await import('../mappings/schema/schema-import.page.tsx')).SchemaImportPage,
}));
const schemaNew = createRoute({
  getParentRoute: () => shell,
  path: '/mappings/schemas/new',
  component: () => <SchemaImportPage />,
});
const SchemaDriftPage = lazy(async () => ({
  default: (await import('../mappings/schema/drift/schema-drift.page.tsx')).SchemaDriftPage,
}));
const schemaAgain = createRoute({
  getParentRoute: () => shell,
  path: '/mappings/schemas/$schemaId/import',
  component: function SchemaAgain() {
    const { schemaId } = schemaAgain.useParams();
    return <SchemaDriftPage key={schemaId} schemaId={schemaId} />;
  },
});
const LookupPage = lazy(async () => ({ default: (await import('../mappings/lookup/lookup.page.tsx')).LookupPage }));
const lookup = createRoute({
  getParentRoute: () => shell,
  path: '/mappings/lookups/$lookupId',
  validateSearch: parseVersionSearch,
  component: function Lookup() {
    const { lookupId } = lookup.useParams();
    return <LookupPage key={lookupId} lookupId={lookupId} search={lookup.useSearch()} />;
  },
});
const LookupCreatePage = lazy(async () => ({
  default: (await import('../mappings/lookup/lookup-create.page.tsx')).LookupCreatePage,
}));
const lookupNew = createRoute({
  getParentRoute: () => shell,
  path: '/mappings/lookups/new',
  component: () => <LookupCreatePage />,
});

const runs = createRoute({
  getParentRoute: () => shell,
  path: '/runs',
  validateSearch: parseRunSearch,
  component: function Runs() {
    return <RunsPage search={runs.useSearch()} />;
  },
});

const kindOf = (value: unknown): 'poison' | 'undo' | 'spent' | undefined =>
  value === 'poison' || value === 'undo' || value === 'spent' ? value : undefined;
const DeadLettersPage = lazy(async () => ({
  default: (await import('../runs/dead-letters.page.tsx')).DeadLettersPage,
}));
const deadLetters = createRoute({
  getParentRoute: () => shell,
  path: '/runs/dead-letters',
  validateSearch: (search: Record<string, unknown>) => {
    const kind = kindOf(search['kind']);
    return kind === undefined ? {} : { kind };
  },
  component: function DeadLetters() {
    return <DeadLettersPage kind={deadLetters.useSearch().kind} />;
  },
});

const RunPage = lazy(async () => ({ default: (await import('../runs/run.page.tsx')).RunPage }));
const run = createRoute({
  getParentRoute: () => shell,
  path: '/runs/$runId',
  validateSearch: (search: Record<string, unknown>): { step?: string } => ({ step: text(search['step']) }),
  component: function Run() {
    const { runId } = run.useParams();
    return <RunPage key={runId} runId={runId} step={run.useSearch().step} />;
  },
});

const ApprovalsPage = lazy(async () => ({
  default: (await import('../approvals/approvals.page.tsx')).ApprovalsPage,
}));
const approvals = createRoute({
  getParentRoute: () => shell,
  path: '/runs/approvals',
  component: () => <ApprovalsPage />,
});

const connections = createRoute({ getParentRoute: () => shell, path: '/connections', component: ConnectionsPage });

const connectionNew = createRoute({
  getParentRoute: () => shell,
  path: '/connections/new',
  validateSearch: (search: Record<string, unknown>): { connector?: string } => ({
    connector: text(search['connector']),
  }),
  component: function ConnectionNew() {
    return <ConnectionCreatePage connectorId={connectionNew.useSearch().connector} />;
  },
});

const connection = createRoute({
  getParentRoute: () => shell,
  path: '/connections/$connectionId',
  component: function Connection() {
    const { connectionId } = connection.useParams();
    return <ConnectionEditPage key={connectionId} connectionId={connectionId} />;
  },
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  validateSearch: parseSettingsSearch,
  component: function Settings() {
    return <SettingsPage tab={settings.useSearch().tab ?? 'look'} />;
  },
});

const pages = shell.addChildren([
  home,
  flows,
  templates,
  topics,
  flow.addChildren([flowMapping]),
  library,
  mapping,
  mappingVersions,
  schema,
  schemaNew,
  schemaAgain,
  lookup,
  lookupNew,
  runs,
  deadLetters,
  approvals,
  run,
  connections,
  connectionNew,
  connection,
  settings,
]);

/** Specimens are for development and for the bench of the screen, which builds with this mode. Both are constants of the build: a release does not even carry the files. */
const hasSpecimens = import.meta.env.DEV || import.meta.env.MODE === 'specimens';

/** Every primitive on one page, to look at. */
const gallery = hasSpecimens
  ? createRoute({
      getParentRoute: () => root,
      path: '/ui',
      component: lazyRouteComponent(() => import('./gallery/gallery.page.tsx'), 'GalleryPage'),
    })
  : undefined;

const mapperSpecimen = hasSpecimens
  ? createRoute({
      getParentRoute: () => root,
      path: '/ui/mapper',
      component: lazyRouteComponent(() => import('./gallery/mapper-specimen.page.tsx'), 'MapperSpecimenPage'),
    })
  : undefined;

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    signIn,
    pages,
    ...(gallery === undefined ? [] : [gallery]),
    ...(mapperSpecimen === undefined ? [] : [mapperSpecimen]),
  ]),
  parseSearch: parseAddress,
  stringifySearch: printAddress,
  defaultPreload: false,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
