"""The playbook: for each problem what the coach asks, advises and says, as a draft to edit."""
