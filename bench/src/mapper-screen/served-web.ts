// The web as it is shipped, built with its specimens and served from this machine: no server, no database.
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface ServedWeb extends AsyncDisposable {
  readonly url: string;
}

/** `dir`: a build that is there already; it is kept. Without one, or with an empty name, one is made and removed. */
export async function serveWeb(dir = ''): Promise<ServedWeb> {
  const isMade = dir === '';
  const built = isMade ? await mkdtemp(join(tmpdir(), 'patchbay-bench-web-')) : dir;
  if (isMade) await build(built);
  const server = createServer((request, response) => {
    void (async () => {
      const path = normalize(new URL(request.url ?? '/', 'http://web').pathname);
      const file = join(built, path);
      const isFile = await stat(file).then(
        (found) => found.isFile(),
        () => false,
      );
      const sent = isFile ? file : join(built, 'index.html');
      response.writeHead(200, { 'content-type': types[extname(sent)] ?? 'application/octet-stream' });
      createReadStream(sent).pipe(response);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (isMade) await rm(built, { recursive: true });
    },
  };
}

export async function build(to: string): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--mode', 'specimens', '--outDir', to, '--emptyOutDir'], {
    cwd: join(root, 'apps/web'),
  });
}
