// All primitives on one page, in both themes, to look at. Development only: the router leaves it out of a build.
import { ThemeSwitch } from '../../ui/theme/theme-switch.tsx';
import { GalleryControls } from './gallery-controls.tsx';
import { GalleryData } from './gallery-data.tsx';
import { GalleryWords } from './gallery-words.tsx';

export function GalleryPage() {
  return (
    <main className="h-full overflow-auto bg-canvas p-6">
      <div className="mb-4 flex items-center gap-4">
        <h1 className="text-20 font-semibold">Primitives</h1>
        <ThemeSwitch />
      </div>
      <div className="grid grid-cols-2 items-start gap-4">
        <GalleryControls />
        <GalleryWords />
        <GalleryData />
      </div>
    </main>
  );
}
