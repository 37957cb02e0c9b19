// The layer table as data. What is not named here may not be imported; the words are those of docs/architecture.md.

/** Ours: who may import whom. `types` means: nothing of it may be left at run time. */
export const LAYERS = {
  'apps/web': { values: ['mapping', 'codecs', 'model'], types: ['api'] },
  'apps/server': { values: ['api', 'engine', 'connections', 'sandbox', 'queue', 'db', 'model'] },
  'apps/worker': { values: ['engine', 'connections', 'sandbox', 'queue', 'db', 'model'] },
  'apps/cli': { values: ['api', 'db', 'model'] },
  'packages/api': { values: ['connections', 'engine', 'queue', 'db', 'sandbox', 'mapping', 'codecs', 'model'] },
  'packages/connections': { values: ['db', 'connectors', 'connector-sdk', 'model'] },
  'packages/db': { values: ['model'], types: ['engine'] },
  'packages/queue': { values: ['model'] },
  'packages/engine': { values: ['mapping', 'codecs', 'model'], types: ['connector-sdk'] },
  'packages/connectors': { values: ['connector-sdk', 'codecs'] },
  'packages/sandbox': { values: ['mapping', 'codecs', 'model'] },
  'packages/mapping': { values: ['model'] },
  'packages/codecs': { values: ['model'] },
  'packages/connector-sdk': { values: ['model'] },
  'packages/model': { values: [] },
  e2e: { values: [] },
  bench: { values: [] },
};

/** Packages of others that live in one room: a name or a name with `/`, and the folders that may import it. */
export const ROOMS = [
  { packages: ['bullmq', 'ioredis'], only: ['packages/queue', 'bench'] },
  { packages: ['@prisma', 'prisma'], only: ['packages/db', 'prisma.config.ts'] },
  { packages: ['@trpc/server'], only: ['packages/api'] },
  { packages: ['better-auth', '@better-auth'], only: ['packages/api/src/identity'] },
  { packages: ['@xyflow/react'], only: ['apps/web/src/editor/canvas'] },
  { packages: ['monaco-editor'], only: ['apps/web/src/ui/code-editor'] },
  { packages: ['undici'], only: ['packages/connector-sdk/src/egress', 'bench', 'e2e'] },
  { packages: ['react', 'react-dom'], only: ['apps/web'] },
];

/** Inside one package: files below `from` may not import files below any of `not`. */
export const INSIDE = [
  ...ordered('packages/model/src', [
    ['errors'],
    ['identity'],
    ['schema'],
    ['expression'],
    ['mapping', 'connector'],
    ['flow'],
    ['run'],
  ]),
  {
    from: 'packages/engine/src/decide',
    not: ['packages/engine/src/advance', 'packages/engine/src/accept'],
    why: 'deciding is pure',
  },
  { from: 'apps/web/src/ui', not: domainRoomsOfWeb(), why: 'the primitives know no word of the domain' },
  { from: 'packages/db/src/run-store', not: ['packages/db/src/repositories'], why: 'the run store stands alone' },
  {
    from: 'packages/db/src/repositories',
    not: ['packages/db/src/run-store'],
    why: 'run state is written by the run store only',
  },
];

/** Rooms without clock, chance, environment and I/O; lint holds what is not said here. */
export const PURE = /^packages\/(model|mapping|engine\/src\/decide)\//;

/** Files that may not import these packages of others. */
export const FORBIDDEN = [
  {
    files: /^packages\/api\/src\/.*\.service\.ts$/,
    packages: ['@trpc/server', 'fastify'],
    why: 'a service knows no transport',
  },
  { files: /^packages\/(model|mapping)\/src\//, packages: ['node:'], why: 'a pure room imports nothing of Node' },
  { files: /^packages\/engine\/src\/decide\//, packages: ['node:'], why: 'a pure room imports nothing of Node' },
  { files: /^apps\/web\/src\//, packages: ['node:'], why: 'it runs in the browser' },
];

/** Each room may use the rooms before it; rooms of one rank do not know each other. */
function ordered(base, ranks) {
  return ranks.flatMap((rank, at) =>
    rank.map((room) => ({
      from: `${base}/${room}`,
      not: ranks
        .flatMap((other, place) => (place < at ? [] : other.filter((name) => name !== room)))
        .map((name) => `${base}/${name}`),
      why: 'a noun may use only nouns before it',
    })),
  );
}

function domainRoomsOfWeb() {
  return ['app', 'connections', 'editor', 'flows', 'home', 'mapper', 'runs', 'settings', 'shortcuts', 'sign-in'].map(
    (room) => `apps/web/src/${room}`,
  );
}
