// Runs the tests beside the screen. What does not change from edit to edit is sent once.
import type { Scope } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { doTestWork } from './test-work.ts';
import type { TestWorkDone } from './test-work.ts';

/** A part that is left out is as it was told before. */
export interface TestQuestion {
  readonly id: number;
  readonly parts: Partial<MappingDocument>;
  /** Keys of the document that are gone. */
  readonly gone: readonly (keyof MappingDocument)[];
  readonly scopes?: readonly Scope[];
}

export type TestAnswer = { readonly id: number; readonly done: TestWorkDone | null };

let doc: MappingDocument = { map: 1, root: { fields: {} } };
let scopes: readonly Scope[] = [];

addEventListener('message', ({ data: question }: MessageEvent<TestQuestion>) => {
  doc = withoutKeys({ ...doc, ...question.parts }, question.gone);
  scopes = question.scopes ?? scopes;
  const answer: TestAnswer = { id: question.id, done: safely(() => doTestWork({ doc, scopes })) };
  postMessage(answer);
});

const withoutKeys = (whole: MappingDocument, gone: readonly string[]): MappingDocument =>
  Object.fromEntries(Object.entries(whole).filter(([key]) => !gone.includes(key))) as unknown as MappingDocument;

/** A mistake of ours must not leave the screen waiting. */
function safely(work: () => TestWorkDone): TestWorkDone | null {
  try {
    return work();
  } catch (error) {
    console.error(error);
    return null;
  }
}
