// What operations keep open over one connection, such as a pool of sockets; closed when the connection changes,
// is not used for a while, or the process stops.
import type { ConnectorLog, Resource } from '@patchbay/connector-sdk';

export class HeldResources {
  readonly #open = new Map<string, Promise<Resource<unknown>>>();
  readonly #log: ConnectorLog;

  constructor(log: ConnectorLog) {
    this.#log = log;
  }

  /** Opens once per name; a failure to open is not kept. */
  async get<T>(name: string, open: () => Promise<Resource<T>>): Promise<T> {
    const known = this.#open.get(name) as Promise<Resource<T>> | undefined;
    if (known !== undefined) return (await known).value;
    const opening = open();
    this.#open.set(name, opening);
    try {
      return (await opening).value;
    } catch (error) {
      this.#open.delete(name);
      throw error;
    }
  }

  async close(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const opening of all) {
      try {
        await (await opening).close();
      } catch (error) {
        this.#log.warn('A resource of a connection did not close', {
          cause: error instanceof Error ? error.message : '',
        });
      }
    }
  }
}
