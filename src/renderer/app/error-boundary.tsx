import { Component, type ReactNode } from 'react';
import { ErrorView } from './error-view.tsx';

type Props = { readonly children: ReactNode };
type State = { readonly error: unknown };

/** Keeps a broken view from taking the window with it. React asks for a class here. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <ErrorView error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
