// The built designer: hashed files for ever, the page itself never from a cache.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { sendProblem } from '@patchbay/api';
import type { FastifyInstance } from 'fastify';
import { isProgramPath, noSuchPath } from './http-app.ts';

/** Places of the designer; it draws them itself from one page. */
const pages = /^\/(?:$|start$|sign-in$|(?:flows|mappings|runs|connections|settings)(?:\/[A-Za-z0-9_-]+)*\/?$)/;

/** A file of the build that was not there when the server started: the pages were built again meanwhile. */
const assets = /^\/assets\/[A-Za-z0-9_-][A-Za-z0-9_.-]*$/;

const notBuilt =
  'The web pages are not built. Stop Patchbay and run “npm start”, which builds them, then open this address again.\n';

export async function webRoutes(app: FastifyInstance, webDir: string): Promise<void> {
  const isBuilt = existsSync(join(webDir, 'index.html'));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: webDir,
      // Only what the build put there is served; a miss goes on to the handler below.
      wildcard: false,
      index: false,
      globIgnore: ['**/*.map', 'index.html'],
      cacheControl: false,
      setHeaders: (response, path) => {
        const isHashed = path.includes(`${join(webDir, 'assets')}`);
        void response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && isBuilt && isNewAsset(webDir, path)) return reply.sendFile(path, webDir);
    const isPage = pages.test(path);
    // A person who follows a stale link is shown the designer's own page about it; programs get the problem.
    const isForPerson = isPage || request.headers.accept?.includes('text/html') === true;
    if (!isRead || isProgramPath(path) || !isForPerson) return sendProblem(noSuchPath(path), request, reply);
    if (!isBuilt) return reply.status(503).type('text/plain; charset=utf-8').send(notBuilt);
    return reply
      .status(isPage ? 200 : 404)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .sendFile('index.html', webDir);
  });
}

const isNewAsset = (webDir: string, path: string): boolean =>
  assets.test(path) && !path.endsWith('.map') && existsSync(join(webDir, path));
