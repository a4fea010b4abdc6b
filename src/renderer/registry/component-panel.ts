import type { ComponentType } from 'react';
import type { AnyOperation } from '#shared/catalogue/operations/define.ts';
import type { ComponentView } from '#shared/model/index.ts';

/**
 * Controls that the inspector shows above the health of some components. A platform declares them; the app
 * lists them.
 */
export interface ComponentPanel {
  /** True for the components that have these controls. */
  readonly fits: (component: ComponentView) => boolean;
  /** Operations that need an input from this panel, such as a title. The palette opens the panel for them. */
  readonly controls?: readonly AnyOperation[];
  readonly Panel: ComponentType<{ readonly component: ComponentView }>;
}
