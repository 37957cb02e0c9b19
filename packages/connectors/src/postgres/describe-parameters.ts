import type { Connection, PoolClient, Submittable } from 'pg';

/** What `pg` sends for Parse and Describe of the extended protocol; its published types leave these out. */
interface Protocol {
  parse(message: { name: string; text: string; types: number[] }): void;
  describe(message: { type: 'S'; name: string }): void;
  sync(): void;
  once(event: 'parameterDescription', listener: (message: { dataTypeIDs: number[] }) => void): unknown;
  removeListener(event: 'parameterDescription', listener: (message: { dataTypeIDs: number[] }) => void): unknown;
}

class DescribeParameters implements Submittable {
  readonly done: Promise<number[]>;
  #types: number[] = [];
  #connection: Protocol | undefined;
  readonly #text: string;
  #resolve: (types: number[]) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  constructor(text: string) {
    this.#text = text;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  readonly #onTypes = (message: { dataTypeIDs: number[] }): void => {
    this.#types = message.dataTypeIDs;
  };

  submit(connection: Connection): void {
    const protocol = connection as unknown as Protocol;
    this.#connection = protocol;
    protocol.once('parameterDescription', this.#onTypes);
    protocol.parse({ name: '', text: this.#text, types: [] });
    protocol.describe({ type: 'S', name: '' });
    protocol.sync();
  }

  handleRowDescription(): void {
    // The columns of the answer come again when the statement runs.
  }

  handleError(error: Error): void {
    this.#connection?.removeListener('parameterDescription', this.#onTypes);
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#types);
  }
}

/** The type ids that the database gives to $1, $2 … of a statement. One round trip; runs nothing. */
export function describeParameters(client: PoolClient, text: string): Promise<number[]> {
  const query = new DescribeParameters(text);
  client.query(query);
  return query.done;
}
