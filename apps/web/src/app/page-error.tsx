import { Link, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { linkButtonClass } from '../ui/index.ts';
import { ErrorBox } from './error-box.tsx';

/** Stands in for a page that could not be shown. */
export function PageError({ error, reset }: { readonly error: unknown; readonly reset?: () => void }) {
  const router = useRouter();
  useEffect(() => console.error(error), [error]);
  return (
    <main className="col-start-2 row-span-2 grid h-full place-items-center bg-canvas p-6">
      <title>Problem · Patchbay</title>
      <h1 className="sr-only">This page could not be shown</h1>
      <ErrorBox
        className="w-120 max-w-full"
        error={error}
        onRetry={() => {
          reset?.();
          void router.invalidate();
        }}
      />
    </main>
  );
}

export function NotFoundPage() {
  return (
    <main className="col-start-2 row-span-2 grid h-full place-items-center bg-canvas p-6">
      <title>Not found · Patchbay</title>
      <div className="w-100 max-w-full">
        <h1 className="text-20 font-semibold">There is no such page</h1>
        <p className="mt-1 mb-3 text-14 text-ink-2">The address may be mistyped, or what stood here was deleted.</p>
        <Link to="/" className={linkButtonClass({ look: 'primary' })}>
          Go home
        </Link>
      </div>
    </main>
  );
}
