import type { ReactNode } from 'react';
import { Logo } from '../app/shell/logo.tsx';

/** The frame of the pages before one is in: a card on the canvas. */
export function Entrance({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className="dotted-ground grid h-full place-items-center overflow-auto p-6">
      <title>{`${title} · Patchbay`}</title>
      <div className="w-100 max-w-full rounded-3 border border-line bg-panel p-6 shadow-2">
        <div className="mb-4 flex items-center gap-2 text-14 font-semibold">
          <span className="text-accent">
            <Logo size={28} />
          </span>
          Patchbay
        </div>
        <h1 className="mb-3 text-20 font-semibold">{title}</h1>
        {children}
      </div>
    </main>
  );
}

/** How a person at the console gets in. */
export function StartLinkHelp() {
  return (
    <div className="text-ink-2">
      <p>
        At the computer where Patchbay runs, a <b className="font-semibold text-ink">start link</b> signs you in without
        a password. It works once and for ten minutes.
      </p>
      <p className="mt-2">
        To get a new one, stop Patchbay with Ctrl+C and run <code className="rounded-1 bg-hover px-1">npm start</code>{' '}
        again (or <code className="rounded-1 bg-hover px-1">npx patchbay start</code>): the link stands in the last
        line.
      </p>
    </div>
  );
}
