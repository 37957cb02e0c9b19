import { afterAll, beforeAll } from 'vitest';
import { dataOf, openTestApi } from './test-api.ts';
import type { TestApi, TestResponse } from './test-api.ts';

export interface OwnerOfTests {
  readonly api: TestApi;
  readonly cookie: string;
  readonly mutate: (procedure: string, input: unknown) => Promise<TestResponse>;
  /** What a mutation hands back; it must be taken. */
  readonly made: <T>(procedure: string, input: unknown) => Promise<T>;
  /** What a query answers; it must be taken. */
  readonly read: <T>(procedure: string, input?: unknown) => Promise<T>;
}

/** The API for all tests of a file, and its signed-in owner who asks it. */
export function ownerOfTests(): OwnerOfTests {
  let api: TestApi;
  let cookie: string;
  beforeAll(async () => {
    api = await openTestApi();
    cookie = await api.ownerCookie();
  });
  afterAll(() => api[Symbol.asyncDispose]());
  return {
    get api() {
      return api;
    },
    get cookie() {
      return cookie;
    },
    mutate: (procedure, input) => api.mutate(procedure, input, { cookie }),
    made: async (procedure, input) => dataOf(await api.mutate(procedure, input, { cookie })),
    read: async (procedure, input) => dataOf(await api.query(procedure, input, { cookie })),
  };
}
