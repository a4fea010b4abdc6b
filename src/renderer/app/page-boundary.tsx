import { Component, type ReactNode } from 'react';
import { ErrorState } from '../ui/index.ts';

/** Contains the failure of a page, so that the rest of the window keeps working. */
export class PageBoundary extends Component<{ children: ReactNode }, { failure: string | null }> {
  override state: { failure: string | null } = { failure: null };

  static getDerivedStateFromError(thrown: unknown): { failure: string } {
    return { failure: thrown instanceof Error ? thrown.message : String(thrown) };
  }

  override render(): ReactNode {
    if (this.state.failure === null) return this.props.children;
    return (
      <ErrorState
        title="This page stopped working"
        message={`The rest of Cuelight still works. If it happens again, report this error: ${this.state.failure}`}
        onRetry={() => this.setState({ failure: null })}
      />
    );
  }
}
