import { LoaderCircle } from 'lucide-react';
import { classNames } from './class-names.ts';

export function Spinner({ size = 14, className }: { readonly size?: number; readonly className?: string }) {
  return <LoaderCircle size={size} aria-hidden className={classNames('turning', className)} />;
}
