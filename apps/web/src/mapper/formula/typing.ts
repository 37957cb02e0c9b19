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
  /** The last of it cannot be read: it stands in the editor as a draft. */
  readonly isDraft: boolean;
} | null;

export const noTyping: Typing = null;

/** What is left of it once the rule says `text`: nothing where that came from elsewhere, for nobody wants back what stood before that. */
export const typingAfter = (typing: Typing, text: string): Typing =>
  typing === null || typing.says === text ? typing : noTyping;

/**
 * The draft that stands in the editor. What is typed may pass by, or arrive at, the text that another draft was typed
 * over: that one is no part of it, and stays out of the editor until it is left.
 */
export const draftWhile = (typing: Typing, draft: string | undefined): string | undefined =>
  typing === null || typing.isDraft ? draft : undefined;
