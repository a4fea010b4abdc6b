export const ViewerInspector = ({ id }: { id: string }) => <h2>{id}</h2>;
