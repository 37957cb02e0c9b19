import { useNavigate } from '@tanstack/react-router';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { queryClient } from '../app/api-client.ts';
import { postToServer } from '../app/own-server.ts';
import { useSession } from '../app/session.ts';
import { keptDrafts } from '../mapper/drafts/index.ts';
import { Button, Dialog, Heading, KeyValue, ProblemBox, zoneWords } from '../ui/index.ts';
import { ThemeSwitch } from '../ui/theme/theme-switch.tsx';

export function LookTab() {
  const session = useSession();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<string>();
  const [lost, setLost] = useState(0);
  const signOut = async () => {
    const result = await postToServer('/api/sign-out', {});
    if (!result.ok) return setProblem(result.message);
    keptDrafts.forget();
    queryClient.clear();
    await navigate({ to: '/sign-in', search: {} });
  };
  return (
    <div className="grid max-w-150 gap-6">
      <section className="grid gap-2">
        <Heading level={2}>Theme</Heading>
        <div>
          <ThemeSwitch />
        </div>
        <p className="text-12 text-ink-3">
          Remembered in this browser. High contrast and reduced motion follow the system.
        </p>
      </section>
      <section className="grid gap-2">
        <Heading level={2}>You</Heading>
        <KeyValue
          rows={[
            ['Name', session.user?.name ?? session.actor.name],
            ['E-mail', session.user?.email],
            ['Role', session.role],
            ['Workspace', session.workspace.name],
            ['Environment', session.environment.name],
            ['Times', `in ${zoneWords()}`],
            ['Version', session.version],
          ]}
        />
        <div className="mt-1">
          <Button
            icon={LogOut}
            onClick={() => {
              const drafts = keptDrafts.count();
              if (drafts === 0) void signOut();
              else setLost(drafts);
            }}
          >
            Sign out
          </Button>
        </div>
        <SignOutDialog drafts={lost} onSignOut={() => void signOut()} onClose={() => setLost(0)} />
        {problem === undefined ? null : (
          <ProblemBox title="You are still signed in" cause={problem} next="Try again." />
        )}
      </section>
    </div>
  );
}

interface SignOutDialogProps {
  /** How many formulas would be lost; none shows nothing. */
  readonly drafts: number;
  readonly onSignOut: () => void;
  readonly onClose: () => void;
}

/** What was typed and not applied is kept in this browser only, and leaves it with the person. */
function SignOutDialog({ drafts, onSignOut, onClose }: SignOutDialogProps) {
  return (
    <Dialog
      open={drafts > 0}
      onClose={onClose}
      size="small"
      title={drafts === 1 ? 'Sign out and lose 1 draft?' : `Sign out and lose ${drafts} drafts?`}
      description="Formulas that were typed in mappings and are not applied yet are kept in this browser only. Signing out removes them, so that nobody else reads them here."
      footer={
        <>
          <Button
            look="danger"
            onClick={() => {
              onClose();
              onSignOut();
            }}
          >
            Sign out
          </Button>
          <Button onClick={onClose}>Stay signed in</Button>
        </>
      }
    >
      {null}
    </Dialog>
  );
}
