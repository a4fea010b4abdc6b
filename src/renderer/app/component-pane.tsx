import { ComponentInspector } from '../features/inspector/component-inspector.tsx';
import { panels } from './panels.ts';

/** The inspector of a component with the controls of its platform. */
export const ComponentPane = ({ id }: { id: string }) => <ComponentInspector id={id} panels={panels} />;
