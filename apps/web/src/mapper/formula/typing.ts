// One spell of typing in an editor whose text may change from elsewhere meanwhile: by a drop, a fix, undo, the row's editor.

export interface Before {
  readonly text: string;
  /** There was no rule at all. */
  readonly isNone: boolean;
}

/** From the first letter until the editor is left; null while nobody types. */
export type Typing = {
  /** What stood there before the first letter. */
  readonly before: Before;
  /** What the rule says by what was typed. */
  readonly says: string;
} | null;

export const noTyping: Typing = null;

/** What is left of it once the rule says `text`: nothing where that came from elsewhere, for nobody wants back what stood before that. */
export const typingAfter = (typing: Typing, text: string): Typing =>
  typing === null || typing.says === text ? typing : noTyping;
