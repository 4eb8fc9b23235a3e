/** The frame around every page: skip link, bar, navigation, notices, and what happens when a page breaks. */
import { useLocation } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { createEffect, createSignal, ErrorBoundary, on, Suspense } from 'solid-js';
import { FailureLine, Loading } from '../parts/index.ts';
import { Navigation } from './navigation.tsx';
import { Notices } from './notices.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { TopBar } from './top-bar.tsx';
import { watchForUpdate } from './update.ts';
import { useKeyboard } from './use-keyboard.ts';

export function Shell(props: { readonly children?: JSX.Element }): JSX.Element {
  const [isHelpOpen, setHelpOpen] = createSignal(false);
  const update = watchForUpdate();
  const location = useLocation();
  let main!: HTMLElement;
  useKeyboard({ open: () => setHelpOpen(true), close: () => setHelpOpen(false) });
  // A new page is announced by its content taking the focus; tabs and filters within a page leave the focus alone.
  createEffect(
    on(
      () => placeOf(location.pathname),
      () => main.focus({ preventScroll: true }),
      { defer: true },
    ),
  );
  // The router would take the link for a navigation, which moves no focus.
  const skip = (event: Event) => {
    event.preventDefault();
    main.focus();
  };
  return (
    <div class="frame">
      <a class="skip" href="#main" on:click={skip}>
        Skip to the content
      </a>
      <TopBar onHelp={() => setHelpOpen(true)} />
      <Navigation />
      <main ref={main} id="main" class="main" tabindex="-1">
        <Notices update={update} />
        <ErrorBoundary fallback={(error: unknown, reset) => <Broken error={error} onLeave={reset} />}>
          <Suspense fallback={<Loading what="Loading this page." />}>{props.children}</Suspense>
        </ErrorBoundary>
      </main>
      <ShortcutsDialog isOpen={isHelpOpen()} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

/** `/subnets/1/audit` and `/subnets/1` are one place: tabs are not pages. */
const placeOf = (pathname: string) => pathname.split('/').slice(0, 3).join('/');

function Broken(props: { readonly error: unknown; readonly onLeave: () => void }): JSX.Element {
  const location = useLocation();
  createEffect(on(() => location.pathname, props.onLeave, { defer: true }));
  const failure = () => ({
    code: 'ui/page-broke',
    reason: `This page could not be shown: ${props.error instanceof Error ? props.error.message : String(props.error)}`,
    next: 'Nothing that was verified is lost.',
  });
  return <FailureLine failure={failure()} action={{ words: 'Reload', run: () => window.location.reload() }} />;
}
