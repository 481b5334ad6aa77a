"""The style page /gaya/: every part in every state, for those who build pages. Shown in the demo only."""
