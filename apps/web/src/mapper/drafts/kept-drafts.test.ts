import { describe, expect, it } from 'vitest';
import { markOf } from './formula-draft.ts';
import type { FormulaDraft } from './formula-draft.ts';
import { draftLimits, KeptDrafts } from './kept-drafts.ts';
import type { DraftBrowser, DraftOwner } from './kept-drafts.ts';

/** A browser's storage for a test, with room for so many letters. */
function aBrowser(room = Number.POSITIVE_INFINITY) {
  const kept = new Map<string, string>([['patchbay.density', 'wide']]);
  const page = new EventTarget();
  const browser: DraftBrowser = {
    storage: {
      get length() {
        return kept.size;
      },
      key: (at) => [...kept.keys()][at] ?? null,
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => {
        if (value.length > room) throw new Error('QuotaExceededError');
        kept.set(key, value);
      },
      removeItem: (key) => void kept.delete(key),
    },
    page,
    now: () => now,
  };
  const closes = (): boolean => page.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  const open = (): KeptDrafts => new KeptDrafts(() => browser);
  return { kept, page, closes, open };
}

const now = 1_800_000_000_000;
const owner: DraftOwner = { workspace: 'w', person: 'ada', mapping: 'flow/map/' };
const draft = (more: Partial<FormulaDraft> = {}): FormulaDraft => ({
  path: '/a',
  part: '',
  text: 'UPPER(',
  of: markOf('b'),
  at: now,
  ...more,
});

describe('kept drafts', () => {
  it('are kept no more by tabs that are still open after a sign-out, and again after the next sign-in', () => {
    const { open } = aBrowser();
    const other = open();
    const shelf = other.of(owner);
    shelf.put(draft());
    open().forget();
    shelf.put(draft({ text: 'UPPER(a' }));
    expect(open().count()).toBe(0);
    other.of(owner).put(draft());
    expect(open().count()).toBe(1);
  });

  it('are there when the page is opened again, and only for their person, workspace and mapping', () => {
    const { open } = aBrowser();
    open().of(owner).put(draft());
    open()
      .of(owner)
      .put(draft({ part: '#when', text: 'a >' }));
    expect(open().of(owner).read()).toEqual([draft(), draft({ part: '#when', text: 'a >' })]);
    for (const other of [{ person: 'bob' }, { workspace: 'v' }, { mapping: 'flow/other/' }])
      expect(
        open()
          .of({ ...owner, ...other })
          .read(),
      ).toEqual([]);
  });

  it('are replaced and removed one by one, so that tabs do not write over each other', () => {
    const { open } = aBrowser();
    const [one, other] = [open().of(owner), open().of(owner)];
    one.put(draft());
    other.put(draft({ path: '/b' }));
    one.put(draft({ text: 'LOWER(' }));
    other.remove(draft({ path: '/b' }));
    expect(one.read()).toEqual([draft({ text: 'LOWER(' })]);
  });

  it('hold nothing of the rule but its mark', () => {
    const { open, kept } = aBrowser();
    open()
      .of(owner)
      .put(draft({ of: markOf('"Bearer of-somebody-else"') }));
    expect(JSON.stringify([...kept])).not.toContain('Bearer');
  });

  it('grow old, and are no more than so many: the oldest go first', () => {
    const { open } = aBrowser();
    const shelf = open().of(owner);
    shelf.put(draft({ path: '/old', at: now - draftLimits.ageMs - 1 }));
    expect(shelf.read()).toEqual([]);
    for (let at = 0; at <= draftLimits.drafts; at += 1) shelf.put(draft({ path: `/f${at}`, at: now - 1_000 + at }));
    const paths = shelf.read().map(({ path }) => path);
    expect(paths).toHaveLength(draftLimits.drafts);
    expect(paths).not.toContain('/f0');
  });

  it('live as long as the page where the storage has no room, and the page asks before it is closed', () => {
    const { open, closes } = aBrowser(60);
    const drafts = open();
    const shelf = drafts.of(owner);
    const long = draft({ text: 'UPPER('.repeat(20) });
    shelf.put(long);
    expect(shelf.read()).toEqual([long]);
    expect(open().of(owner).read()).toEqual([]);
    expect(closes()).toBe(false);
    shelf.put(draft());
    expect(closes()).toBe(true);
    expect(open().of(owner).read()).toEqual([draft()]);
  });

  it('are told of to other tabs of the same mapping', () => {
    const { open, page, kept } = aBrowser();
    const shelf = open().of(owner);
    let heard = 0;
    const stop = shelf.watch(() => {
      heard += 1;
    });
    shelf.put(draft());
    const tell = (key: string): boolean => page.dispatchEvent(Object.assign(new Event('storage'), { key }));
    tell([...kept.keys()].at(-1) ?? '');
    tell('patchbay.density');
    expect(heard).toBe(1);
    stop();
    tell([...kept.keys()].at(-1) ?? '');
    expect(heard).toBe(1);
  });

  it('are all forgotten at once, and nothing else is: what is left says when', () => {
    const { open, kept } = aBrowser(60);
    const drafts = open();
    drafts.of(owner).put(draft());
    drafts.of({ ...owner, person: 'bob' }).put(draft({ text: 'UPPER('.repeat(20) }));
    kept.set('patchbay.formula-draft:broken', '{');
    expect(drafts.count()).toBe(3);
    drafts.forget();
    expect(drafts.count()).toBe(0);
    expect([...kept.keys()]).toEqual(['patchbay.density', 'patchbay.signed-out']);
  });
});
