import type { ReactNode } from 'react';

export function Specimen({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="rounded-3 border border-line bg-panel p-4">
      <h2 className="mb-3 text-12 font-semibold text-ink-2">{title}</h2>
      <div className="flex flex-wrap items-start gap-3">{children}</div>
    </section>
  );
}
