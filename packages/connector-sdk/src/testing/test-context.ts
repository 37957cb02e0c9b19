import type { OperationContext, Resource } from '../context.ts';
import type { Egress } from '../egress/index.ts';

/** A context as the connections package makes it, with resources that are closed by `dispose`. */
export function testContext(
  egress: Pick<Egress, 'http' | 'net'>,
  parts: Partial<OperationContext> = {},
): OperationContext & AsyncDisposable {
  const resources = new Map<string, Promise<Resource<unknown>>>();
  return {
    http: egress.http,
    net: egress.net,
    log: { info: () => undefined, warn: () => undefined },
    signal: new AbortController().signal,
    settings: {},
    credential: {},
    idempotencyKey: undefined,
    timeoutMs: 10_000,
    resource: async <T>(name: string, open: () => Promise<Resource<T>>): Promise<T> => {
      const opened = (resources.get(name) as Promise<Resource<T>> | undefined) ?? open();
      resources.set(name, opened);
      return (await opened).value;
    },
    ...parts,
    [Symbol.asyncDispose]: async () => {
      for (const resource of resources.values()) await (await resource).close();
    },
  };
}
