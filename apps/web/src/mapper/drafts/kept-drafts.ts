// Formulas that are not applied yet, in the storage of the browser: who closes the page finds them when it is opened again.
// An entry is one draft, so that two tabs never write over each other. Nothing is stored but what the person typed.
import { readJsonText } from '@patchbay/model/schema';
import * as z from 'zod';
import type { DraftId, FormulaDraft, FormulaDrafts } from './formula-draft.ts';

/** Whose drafts of which mapping. */
export interface DraftOwner {
  readonly workspace: string;
  readonly person: string;
  readonly mapping: string;
}

/** The kept drafts of one mapping. */
export interface DraftShelf {
  readonly read: () => FormulaDrafts;
  readonly put: (draft: FormulaDraft) => void;
  readonly remove: (draft: DraftId) => void;
  /** Told when another tab puts or removes one; hands back how to hear no more. */
  readonly watch: (hear: () => void) => () => void;
}

export const draftLimits = { drafts: 100, textLength: 20_000, ageMs: 90 * 24 * 60 * 60 * 1_000 };

const prefix = 'patchbay.formula-draft:';
/** When somebody signed out of this browser last. */
const signedOut = 'patchbay.signed-out';

/** Workspace, person, mapping, path, part and mark. */
const Key = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string(), z.string()]);
const Value = z.object({ text: z.string(), at: z.number() });

interface Entry {
  readonly key: string;
  readonly owner: DraftOwner;
  readonly draft: FormulaDraft;
}

/** What is used of the browser. */
export interface DraftBrowser {
  readonly storage: Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;
  readonly page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  readonly now: () => number;
}

export class KeptDrafts {
  readonly #browser: () => DraftBrowser;
  /** What the storage refused: it lives as long as the page, which asks before it is closed. */
  readonly #refused = new Map<string, string>();

  constructor(browser: () => DraftBrowser) {
    this.#browser = browser;
  }

  /** The drafts that one person has typed into one mapping. */
  of(owner: DraftOwner): DraftShelf {
    const since = this.#signedOut();
    return {
      read: () => {
        this.#removeOld();
        return this.#entries()
          .filter((entry) => isOwner(entry.owner, owner))
          .map(({ draft }) => draft);
      },
      put: (draft) => {
        // Another tab has signed out since: this page still shows what was open, and leaves nothing behind any more.
        if (this.#signedOut() === since) this.#put(keyOf(owner, draft), draft);
      },
      remove: (draft) => this.#remove(keyOf(owner, draft)),
      watch: (hear) => {
        const { page } = this.#browser();
        const listen = (event: Event): void => {
          const { key } = event as StorageEvent;
          if (key === null || isOwner(entryOf(key, nothing)?.owner, owner)) hear();
        };
        page.addEventListener('storage', listen);
        return () => page.removeEventListener('storage', listen);
      },
    };
  }

  /** How many there are in this browser, of whomever. */
  count(): number {
    return this.#keys().length;
  }

  /** Removes all: who signs out leaves nothing that was typed, in no tab that is open. */
  forget(): void {
    this.#store(signedOut, String(this.#browser().now()));
    for (const key of this.#keys()) this.#remove(key);
  }

  #signedOut(): string | null {
    return this.#browser().storage.getItem(signedOut);
  }

  #put(key: string, { text, at }: FormulaDraft): void {
    const value = JSON.stringify({ text, at });
    if (text.length > draftLimits.textLength || !this.#store(key, value)) {
      this.#remove(key);
      this.#refused.set(key, value);
      this.#browser().page.addEventListener('beforeunload', ask);
      return;
    }
    this.#accept(key);
    if (this.count() > draftLimits.drafts) this.#removeOldest();
  }

  /** False where the storage is full or shut. */
  #store(key: string, value: string): boolean {
    try {
      this.#browser().storage.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  }

  #remove(key: string): void {
    this.#browser().storage.removeItem(key);
    this.#accept(key);
  }

  #accept(key: string): void {
    this.#refused.delete(key);
    if (this.#refused.size === 0) this.#browser().page.removeEventListener('beforeunload', ask);
  }

  #removeOld(): void {
    const oldest = this.#browser().now() - draftLimits.ageMs;
    for (const { key, draft } of this.#entries()) if (draft.at < oldest) this.#remove(key);
  }

  #removeOldest(): void {
    const oldestFirst = this.#entries().toSorted((one, other) => one.draft.at - other.draft.at);
    for (const { key } of oldestFirst.slice(0, -draftLimits.drafts)) this.#remove(key);
  }

  #keys(): readonly string[] {
    const { storage } = this.#browser();
    const stored = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
    return [...stored.filter((key) => key.startsWith(prefix) && !this.#refused.has(key)), ...this.#refused.keys()];
  }

  /** What cannot be read is none of ours, or of another version. */
  #entries(): readonly Entry[] {
    const { storage } = this.#browser();
    return this.#keys()
      .map((key) => entryOf(key, this.#refused.get(key) ?? storage.getItem(key) ?? ''))
      .filter((entry) => entry !== undefined);
  }
}

const ask = (event: Event): void => event.preventDefault();
const nothing = JSON.stringify({ text: '', at: 0 } satisfies z.infer<typeof Value>);

const keyOf = ({ workspace, person, mapping }: DraftOwner, { path, part, of }: DraftId): string =>
  `${prefix}${JSON.stringify([workspace, person, mapping, path, part, of])}`;

function entryOf(key: string, value: string): Entry | undefined {
  if (!key.startsWith(prefix)) return undefined;
  const names = Key.safeParse(json(key.slice(prefix.length)));
  const typed = Value.safeParse(json(value));
  if (!names.success || !typed.success) return undefined;
  const [workspace, person, mapping, path, part, of] = names.data;
  return { key, owner: { workspace, person, mapping }, draft: { path, part, of, ...typed.data } };
}

function json(text: string): unknown {
  const read = readJsonText(text);
  return read.ok ? read.value : undefined;
}

const isOwner = (one: DraftOwner | undefined, other: DraftOwner): boolean =>
  one?.workspace === other.workspace && one.person === other.person && one.mapping === other.mapping;

/** Those of this browser. */
export const keptDrafts = new KeptDrafts(() => ({ storage: localStorage, page: window, now: Date.now }));
